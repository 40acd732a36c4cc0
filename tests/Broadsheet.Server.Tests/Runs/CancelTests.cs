using Broadsheet.Core.Runs;
using Broadsheet.Server.Runs;
using Broadsheet.Server.Worker;
using Broadsheet.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Broadsheet.Server.Tests.Runs;

/// <summary>A cancelled run is stopped within five seconds: at once where it is asked for, at the node's next beat elsewhere.</summary>
public sealed class CancelTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_run_in_hand_is_stopped_before_the_request_is_answered(bool postgres)
    {
        await using var server = await JobServer.StartAsync(postgres, worker: false);
        var (run, node) = (new RunId(Guid.CreateVersion7()), server.Live.Services.GetRequiredService<Node>());
        var stop = node.Begin(run);
        await RunningAsync(server, run, node.Id, cancelled: false);
        await server.Live.WantAsync(200, "POST", $"{JobServer.RunsPath}/{run}/cancel");
        Assert.True(stop.IsCancellationRequested);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task One_that_another_node_was_asked_to_stop_is_stopped_at_the_next_beat(bool postgres)
    {
        Assert.True(LeaseKeeper.Beat < TimeSpan.FromSeconds(4), "What is left of five seconds is for asking the store and telling the source.");
        await using var server = await JobServer.StartAsync(postgres, worker: false);
        var (run, node) = (new RunId(Guid.CreateVersion7()), server.Live.Services.GetRequiredService<Node>());
        await server.Live.Services.GetRequiredService<LeaseKeeper>().Registered.WaitAsync(TestContext.Current.CancellationToken);
        var stop = node.Begin(run);
        await RunningAsync(server, run, node.Id, cancelled: true);
        await Eventually.HoldsAsync("the run is stopped.", TimeSpan.FromMinutes(2), () => stop.IsCancellationRequested, null, TestContext.Current.CancellationToken);
    }

    private static Task RunningAsync(JobServer server, RunId run, Guid node, bool cancelled) => server.Live.StoreAsync(async db =>
    {
        var report = await db.Templates.FirstAsync();
        db.Runs.Add(new RunRow
        {
            WorkspaceId = report.WorkspaceId, Id = run, ScheduleName = "Quality", TemplateId = report.Id, ReportType = report.ReportType, Trigger = RunTrigger.Manual, ScheduledFor = JobServer.Now,
            Status = RunState.Running, Node = node, Attempt = 1, OwnerId = server.Live.First!.Operator, QueuedAt = JobServer.Now, NotBefore = JobServer.Now, CancelRequested = cancelled,
        });
        await db.SaveChangesAsync();
    });
}
