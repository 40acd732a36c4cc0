using Broadsheet.Server.Tests.Runs;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Broadsheet.Server.Tests.People;

/// <summary>A schedule's runs have its owner's rights, whoever starts them: what becomes of them when there are none.</summary>
public sealed class OwnerRightsTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_run_whose_owner_may_no_longer_schedule_stops_once_and_says_why(bool postgres)
    {
        await using var jobs = await JobServer.StartAsync(postgres);
        var live = jobs.Live;
        var (owner, _, key) = await OwnershipTests.MemberAsync(live, "owner@example.com", "editor");
        var schedule = await jobs.CreateAsync(key: key);
        Assert.Equal("succeeded", (await jobs.RunAsync(schedule))["status"]!.GetValue<string>());

        // Behind the server's back, as by a store that was mended by hand: the schedules were not paused.
        var person = new Core.Access.PersonId(Guid.Parse(owner));
        await live.StoreAsync(db => db.Memberships.Where(m => m.PersonId == person).ExecuteUpdateAsync(s => s.SetProperty(m => m.Role, Core.Access.Role.Viewer)));
        await StoppedAsync("owner@example.com, may no longer schedule reports (role Viewer). Give it a new owner");

        await live.WantAsync(200, "PATCH", "/api/v1/members/" + owner, new { role = "editor" });
        await live.StoreAsync(db => db.People.Where(p => p.Id == person).ExecuteUpdateAsync(s => s.SetProperty(p => p.DisabledAt, JobServer.Now)));
        await StoppedAsync("owner@example.com, is disabled. Give it a new owner");

        await live.WantAsync(200, "POST", $"/api/v1/members/{owner}/schedules/give", new { new_owner = live.First!.Operator.Value });
        Assert.Equal("succeeded", (await jobs.RunAsync(schedule))["status"]!.GetValue<string>());

        async Task StoppedAsync(string reason)
        {
            var run = await jobs.RunAsync(schedule);
            Assert.Equal(("failed", 1), (run["status"]!.GetValue<string>(), run["attempt"]!.GetValue<int>()));
            Assert.Contains(reason, run["error"]!.GetValue<string>(), StringComparison.Ordinal);
            Assert.Equal((0, 0), (run["artifacts"]!.AsArray().Count, run["deliveries"]!.AsArray().Count));
        }
    }
}
