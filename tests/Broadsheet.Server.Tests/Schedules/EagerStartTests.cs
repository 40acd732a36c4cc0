using Broadsheet.Core.Reports;
using Broadsheet.Core.Runs;
using Broadsheet.Core.Schedules;
using Broadsheet.Core.Workspaces;
using Broadsheet.Server.Runs;
using Broadsheet.Server.Schedules;
using Broadsheet.Server.Storage.Claims;
using Broadsheet.Server.Tests.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Xunit;

namespace Broadsheet.Server.Tests.Schedules;

/// <summary>Runs that the node which fires them starts at once, and those that it leaves to the queue.</summary>
public sealed class EagerStartTests
{
    private static readonly Guid Here = Guid.CreateVersion7();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_run_that_nothing_holds_back_is_held_by_the_node_that_fires_it(bool postgres)
    {
        await using var store = await Store.StartAsync(postgres);
        var schedule = store.Schedule(store.HourAgo(0));
        await store.SaveAsync(schedule);
        await using var db = store.Open();
        var batch = await store.BatchAsync(db, new(Here, 4, []));
        var run = await db.Runs.SingleAsync();
        Assert.Equal((RunState.Running, Here, 1), (run.Status, run.Node, run.Attempt));
        Assert.True(run.StartedAt >= run.NotBefore);
        Assert.Equal(new HeldRun(store.Workspace, run.Id, Here, 1) { Template = store.Report, Schedule = schedule.Id }, Assert.Single(batch.Started));
        Assert.Equal(run.Id, Assert.Single(batch.Runs).Id);
        Assert.Equal(Assert.Single(await new RunEnds(db).RecordAsync([new RunEnd(batch.Started[0], RunState.Succeeded, null, null)], store.Clock.Now, default)), run.Id.Value);
    }

    [Theory]
    [InlineData(false, OverlapPolicy.Skip, "backfill", RunState.Queued)]
    [InlineData(true, OverlapPolicy.Skip, "backfill", RunState.Queued)]
    [InlineData(true, OverlapPolicy.Allow, "backfill", RunState.Running)]
    [InlineData(false, OverlapPolicy.Queue, "running", RunState.Queued)]
    [InlineData(true, OverlapPolicy.Queue, "running", RunState.Queued)]
    [InlineData(true, OverlapPolicy.Allow, "running", RunState.Running)]
    [InlineData(false, OverlapPolicy.Skip, "running", RunState.Skipped)]
    [InlineData(true, OverlapPolicy.Skip, "running", RunState.Skipped)]
    [InlineData(false, OverlapPolicy.Skip, "busy", RunState.Queued)]
    [InlineData(true, OverlapPolicy.Skip, "busy", RunState.Queued)]
    [InlineData(false, OverlapPolicy.Skip, "limited", RunState.Queued)]
    [InlineData(true, OverlapPolicy.Skip, "limited", RunState.Queued)]
    [InlineData(false, OverlapPolicy.Skip, "by hand", RunState.Running)]
    [InlineData(true, OverlapPolicy.Skip, "by hand", RunState.Running)]
    public async Task What_the_queue_would_hold_back_is_queued(bool postgres, OverlapPolicy overlap, string beside, RunState wanted)
    {
        await using var store = await Store.StartAsync(postgres);
        var schedule = store.Schedule(store.HourAgo(0), policy: new PolicyWire { Overlap = overlap });
        await store.SaveAsync(schedule);
        await using var db = store.Open();
        if (beside == "running") await store.SaveAsync(store.Run(schedule.Id, store.HourAgo(1), RunState.Running, overlap != OverlapPolicy.Allow));
        if (beside == "by hand") await store.SaveAsync(ByHand(store, schedule.Id));
        if (beside == "backfill")
        {
            var fill = store.Run(schedule.Id, store.HourAgo(5), RunState.Queued);
            fill.Trigger = RunTrigger.Backfill;
            await store.SaveAsync(fill);
        }

        if (beside == "limited") await db.Database.ExecuteSqlAsync($"insert into workspace_limits (workspace_id, runs_per_hour, updated_at) select id, 100, created_at from workspaces");
        IReadOnlyCollection<TemplateId> busy = beside == "busy" ? [store.Report] : [];
        var batch = await store.BatchAsync(db, new(Here, 4, busy));
        var run = await db.Runs.SingleAsync(r => r.Slot == store.HourAgo(0));
        Assert.Equal(wanted, run.Status);
        Assert.Equal(wanted == RunState.Running ? 1 : 0, batch.Started.Count);
        Assert.Equal(wanted == RunState.Running, run.Node == Here && run.StartedAt is not null);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task No_more_start_than_there_is_room_for(bool postgres)
    {
        await using var store = await Store.StartAsync(postgres);
        await store.SaveAsync(Enumerable.Range(0, 5).Select(_ => store.Schedule(store.HourAgo(0))));
        await using var db = store.Open();
        var batch = await store.BatchAsync(db, new(Here, 3, []));
        Assert.Equal((5, 5, 3), (batch.Read, batch.Runs.Count, batch.Started.Count));
        Assert.Equal(3, await db.Runs.CountAsync(r => r.Status == RunState.Running));
        Assert.Equal(2, await db.Runs.CountAsync(r => r.Status == RunState.Queued && r.Node == null && r.StartedAt == null));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_slot_that_has_its_run_starts_nothing_and_the_others_of_its_batch_do(bool postgres)
    {
        await using var store = await Store.StartAsync(postgres);
        var (taken, other) = (store.Schedule(store.HourAgo(0), policy: new PolicyWire { Overlap = OverlapPolicy.Allow }), store.Schedule(store.HourAgo(0)));
        await store.SaveAsync(taken, other, store.Run(taken.Id, store.HourAgo(0), RunState.Succeeded));
        await using var db = store.Open();
        var batch = await store.BatchAsync(db, new(Here, 4, []));
        Assert.Equal((2, 1), (batch.Read, batch.Runs.Count));
        Assert.Equal(other.Id, Assert.Single(batch.Started).Schedule);
        Assert.False(await db.Schedules.AnyAsync(s => s.NextRunAt <= store.HourAgo(0)));
        Assert.Equal(RunState.Succeeded, (await db.Runs.SingleAsync(r => r.ScheduleId == taken.Id)).Status);
    }

    [Fact]
    public async Task A_schedule_for_which_a_run_is_being_opened_is_not_claimed_until_that_is_seen()
    {
        await using var store = await Store.StartAsync(postgres: true);
        var schedule = store.Schedule(store.HourAgo(0));
        await store.SaveAsync(schedule);
        await using var opening = store.Open();
        await using var claiming = store.Open();
        await using (var transaction = await opening.Database.BeginTransactionAsync())
        {
            var claims = new ScheduleClaims(opening);
            await claims.HoldAsync(store.Workspace, schedule.Id, default);
            var fill = new NewRun(store.Workspace, schedule.Id, new RunId(Guid.CreateVersion7()), store.HourAgo(3), RunTrigger.Backfill) { Exclusive = true, NotBefore = store.HourAgo(0) };
            Assert.Single(await claims.InsertAsync([fill], store.Clock.Now, default));
            Assert.Equal(0, (await store.BatchAsync(claiming, new(Here, 4, []))).Read);
            await transaction.CommitAsync();
        }

        var batch = await store.BatchAsync(claiming, new(Here, 4, []));
        Assert.Equal((1, 1, 0), (batch.Read, batch.Runs.Count, batch.Started.Count));
    }

    [Fact]
    public void Workspaces_have_their_turn_where_there_is_not_room_for_all()
    {
        var (large, small) = (new WorkspaceId(Guid.CreateVersion7()), new WorkspaceId(Guid.CreateVersion7()));
        List<Firing> firings = [.. Enumerable.Range(0, 6).Select(_ => Due(large)), Due(small)];
        var chosen = EagerChoice.Of(firings, new(Here, 3, []), Now, new HashSet<WorkspaceId>());
        Assert.Equal(firings.Select(f => f.Schedule.Id), chosen.Select(f => f.Schedule.Id));
        Assert.Equal([large, large, small], chosen.Where(f => f.Runs[0].Node == Here).Select(f => f.Schedule.Workspace));
        Assert.Equal([large, large, large], Started(firings, new HashSet<WorkspaceId> { small }));
        Assert.Equal([small], Started(firings, new HashSet<WorkspaceId> { large }));
        Assert.Equal(7, EagerChoice.Of(firings, new(Here, 7, []), Now, new HashSet<WorkspaceId>()).Count(f => f.Runs[0].Node == Here));
    }

    [Fact]
    public void What_is_to_start_later_is_queued_and_what_gets_no_run_is_passed_on()
    {
        var workspace = new WorkspaceId(Guid.CreateVersion7());
        var later = Due(workspace, Now + Duration.FromMinutes(1));
        var none = Due(workspace) with { Runs = [], Missed = true };
        List<Firing> firings = [later, none];
        Assert.Equal(firings, EagerChoice.Of(firings, new(Here, 7, []), Now, new HashSet<WorkspaceId>()));
    }

    private static Instant Now { get; } = Instant.FromUtc(2026, 11, 27, 9, 0);

    private static IEnumerable<WorkspaceId> Started(List<Firing> firings, HashSet<WorkspaceId> limited) =>
        EagerChoice.Of(firings, new(Here, 3, []), Now, limited).Where(f => f.Runs[0].Node == Here).Select(f => f.Schedule.Workspace);

    private static Firing Due(WorkspaceId workspace, Instant? start = null)
    {
        var schedule = new DueSchedule
        {
            Workspace = workspace, Id = new ScheduleId(Guid.CreateVersion7()), Due = Now, Template = new TemplateId(Guid.CreateVersion7()), Place = "1", Type = "cron", ConfigJson = "{}", PolicyJson = "{}",
        };
        return new(schedule, null, [new NewRun(workspace, schedule.Id, new RunId(Guid.CreateVersion7()), Now, RunTrigger.Schedule) { Exclusive = true, NotBefore = start ?? Now }]);
    }

    private static RunRow ByHand(Store store, ScheduleId schedule) => new()
    {
        WorkspaceId = store.Workspace, Id = new RunId(Guid.CreateVersion7()), ScheduleId = schedule, ScheduleName = "Quality", TemplateId = store.Report, ReportType = "quality", Trigger = RunTrigger.Manual,
        ScheduledFor = store.HourAgo(1), Status = RunState.Running, OwnerId = store.Owner, QueuedAt = store.HourAgo(1), NotBefore = store.HourAgo(1),
    };
}
