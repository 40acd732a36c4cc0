using Broadsheet.Core.Runs;
using Broadsheet.Server.Tests.Runs;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Xunit;

namespace Broadsheet.Server.Tests.Schedules;

public sealed class SummaryTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_workspace_at_a_glance_is_what_stands_in_the_store(bool postgres)
    {
        await using var server = await JobServer.StartAsync(postgres);
        var (daily, paused, failing) = (await server.CreateAsync(JobServer.Body()), await server.CreateAsync(JobServer.Body()), await server.CreateAsync(JobServer.Body()));
        await server.Live.WantAsync(200, "POST", $"/api/v1/reports/schedules/{paused}/pause");
        foreach (var schedule in new[] { daily, daily, daily, failing, failing, failing }) await server.RunAsync(schedule);
        var now = JobServer.Now;
        await server.Live.StoreAsync(async db =>
        {
            var runs = await db.Runs.AsNoTracking().OrderBy(r => r.Id).Select(r => r.Id).ToListAsync();
            var (failed, partly, longAgo) = (runs[3], runs[4], now - Duration.FromDays(31));
            await db.Runs.Where(r => r.Id == failed).ExecuteUpdateAsync(s => s.SetProperty(r => r.Status, RunState.Failed));
            await db.Runs.Where(r => r.Id == partly).ExecuteUpdateAsync(s => s.SetProperty(r => r.Status, RunState.PartiallyFailed));
            foreach (var old in new[] { runs[2], runs[5] }) await db.Runs.Where(r => r.Id == old).ExecuteUpdateAsync(s => s.SetProperty(r => r.FinishedAt, longAgo));
            var bad = Guid.Parse(failing);
            await db.Schedules.Where(s => s.Id == new Core.Schedules.ScheduleId(bad)).ExecuteUpdateAsync(s => s.SetProperty(r => r.LastStatus, "failed"));
        });
        var summary = (await server.Live.WantAsync(200, "GET", "/api/v1/reports/schedules/summary")).Json;
        Assert.Equal((2, 1, 1), (summary["active"]!.GetValue<int>(), summary["paused"]!.GetValue<int>(), summary["failing"]!.GetValue<int>()));
        Assert.Equal((2, 2), (summary["succeeded"]!.GetValue<int>(), summary["failed"]!.GetValue<int>()));
        Assert.Contains(summary["next"]!["schedule_id"]!.GetValue<string>(), new[] { daily, failing });
        Assert.DoesNotContain(summary["coming"]!.AsArray(), c => c!["count"]!.GetValue<int>() > 2);
    }
}
