using System.Text.Json.Nodes;
using Broadsheet.Server.Artifacts;
using Broadsheet.Server.Tests.Runs;
using Broadsheet.Server.Worker;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Broadsheet.Server.Tests.Workspaces;

public sealed class RetentionTests
{
    private const int Runs = 4;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_retention_removes_is_in_the_audit_log_with_how_many_of_what_went(bool postgres)
    {
        await using var jobs = await JobServer.StartAsync(postgres);
        var live = jobs.Live;
        await live.WantAsync(200, "PATCH", "/api/v1/workspaces/" + live.First!.Workspace, new { retention = new { runs_days = 20, files_days = 10 } });
        var body = JobServer.Body();
        body["formats"] = new JsonArray("csv", "json");
        var schedule = await jobs.CreateAsync(body);
        for (var i = 0; i < Runs; i++) Assert.Equal("succeeded", (await jobs.RunAsync(schedule))["status"]!.GetValue<string>());
        await live.WantAsync(200, "POST", $"{JobServer.Schedules}/{schedule}/pause");

        // Two nodes sweep at the same time: together they count each file once.
        var had = await CountAsync(jobs);
        Assert.Equal((Runs, Runs * 2), (had.Runs, had.Files));
        live.Clock.Move(TimeSpan.FromDays(11));
        await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(() => ExpireAsync(jobs))));
        Assert.Equal(had with { Files = 0, Bytes = 0 }, await CountAsync(jobs));
        Assert.Equal((had.Files, had.Bytes), (await GoneAsync(jobs, "files", "files"), await GoneAsync(jobs, "files", "bytes")));
        Assert.Equal(0, await GoneAsync(jobs, "runs", "runs"));

        // The newest run stays, with what belongs to it.
        live.Clock.Move(TimeSpan.FromDays(10));
        await HouseAsync(jobs);
        var left = await CountAsync(jobs);
        Assert.Equal(1, left.Runs);
        Assert.Equal((had.Runs - left.Runs, had.Deliveries - left.Deliveries, had.Messages - left.Messages),
            (await GoneAsync(jobs, "runs", "runs"), await GoneAsync(jobs, "runs", "deliveries"), await GoneAsync(jobs, "runs", "inbox_messages")));
        Assert.True(had.Deliveries > left.Deliveries && had.Messages > left.Messages);

        // Nothing more goes, and nothing more is said.
        var entries = (await EntriesAsync(jobs, "*")).Count;
        await ExpireAsync(jobs);
        await HouseAsync(jobs);
        Assert.Equal(entries, (await EntriesAsync(jobs, "*")).Count);
        Assert.All(await EntriesAsync(jobs, "*"), e => Assert.Equal(("retention", null), (e!["actor"]!.GetValue<string>(), e["person_id"]?.GetValue<string>())));
        Assert.Equal("intact", (await live.WantAsync(200, "GET", "/api/v1/audit/verify")).Json["status"]!.GetValue<string>());
    }

    private static async Task ExpireAsync(JobServer jobs)
    {
        await using var scope = jobs.Live.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<ExpireFiles>().RunAsync(jobs.Live.Services.GetRequiredService<Server.Clock>().Now, TestContext.Current.CancellationToken);
    }

    private static Task HouseAsync(JobServer jobs) => new Housekeeping(
        jobs.Live.Services.GetRequiredService<IServiceScopeFactory>(), jobs.Live.Services.GetRequiredService<Server.Clock>(), NullLogger<Housekeeping>.Instance).RoundAsync(TestContext.Current.CancellationToken);

    private static async Task<(int Runs, int Files, long Bytes, int Deliveries, int Messages)> CountAsync(JobServer jobs)
    {
        (int, int, long, int, int) found = default;
        await jobs.Live.StoreAsync(async db => found = (await db.Runs.CountAsync(), await db.Artifacts.CountAsync(), await db.Artifacts.SumAsync(a => a.Bytes), await db.Deliveries.CountAsync(d => d.RunId != null), await db.InboxItems.CountAsync(i => i.RunId != null)));
        return found;
    }

    private static async Task<JsonArray> EntriesAsync(JobServer jobs, string what) =>
        [.. (await jobs.Live.WantAsync(200, "GET", "/api/v1/audit?limit=200")).Json["items"]!.AsArray().Where(e => e!["action"]!.GetValue<string>().EndsWith(".trimmed", StringComparison.Ordinal) && (what == "*" || e["object_type"]!.GetValue<string>() == what)).Select(e => e!.DeepClone())];

    private static async Task<long> GoneAsync(JobServer jobs, string what, string member) => (await EntriesAsync(jobs, what)).Sum(e => e!["before"]![member]!.GetValue<long>());
}
