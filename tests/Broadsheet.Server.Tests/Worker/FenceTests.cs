using Broadsheet.Core.Deliveries;
using Broadsheet.Core.Runs;
using Broadsheet.Server.Runs;
using Broadsheet.Server.Storage;
using Broadsheet.Server.Storage.Claims;
using Broadsheet.Server.Tests.Storage;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Broadsheet.Server.Tests.Worker;

public sealed class FenceTests
{
    private static readonly string[] Repeatable = ["inbox", "folder"];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_run_is_taken_by_one_node_of_many(bool postgres)
    {
        await using var store = await Store.StartAsync(postgres);
        await store.SaveAsync(Enumerable.Range(0, 60).Select(i => store.Run(null, store.HourAgo(0), RunState.Queued, exclusive: false)));
        var taken = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            var mine = new List<HeldRun>();
            var node = Guid.CreateVersion7();
            while (true)
            {
                await using var db = store.Open();
                var batch = await new WorkClaims(db).TakeRunsAsync(node, 7, null, store.Clock.Now, new Turns(), [], default);
                if (batch.Count == 0) return mine;
                mine.AddRange(batch);
            }
        })));
        Assert.Equal(60, taken.SelectMany(t => t).Select(r => r.Id).Distinct().Count());
        Assert.Equal(60, taken.Sum(t => t.Count));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Exclusive_runs_of_one_schedule_go_one_after_another_in_order_of_slot(bool postgres)
    {
        await using var store = await Store.StartAsync(postgres);
        var schedule = store.Schedule(store.HourAgo(-1));
        var (later, first) = (store.Run(schedule.Id, store.HourAgo(1), RunState.Queued), store.Run(schedule.Id, store.HourAgo(2), RunState.Queued));
        await store.SaveAsync(schedule, later, first);
        await using var db = store.Open();
        var claims = new WorkClaims(db);
        var node = Guid.CreateVersion7();
        Assert.Equal(first.Id, Assert.Single(await claims.TakeRunsAsync(node, 5, null, store.Clock.Now, new Turns(), [], default)).Id);
        Assert.Empty(await claims.TakeRunsAsync(node, 5, null, store.Clock.Now, new Turns(), [], default));
        await db.Runs.Where(r => r.Id == first.Id).ExecuteUpdateAsync(s => s.SetProperty(r => r.Status, RunState.Succeeded));
        Assert.Equal(later.Id, Assert.Single(await claims.TakeRunsAsync(node, 5, null, store.Clock.Now, new Turns(), [], default)).Id);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_run_that_waits_for_another_does_not_keep_the_worker_awake(bool postgres)
    {
        await using var store = await Store.StartAsync(postgres);
        var schedule = store.Schedule(store.HourAgo(-1));
        var retry = store.Run(null, store.HourAgo(1), RunState.Queued);
        retry.NotBefore = store.HourAgo(-1);
        await store.SaveAsync(schedule, store.Run(schedule.Id, store.HourAgo(2), RunState.Running), store.Run(schedule.Id, store.HourAgo(1), RunState.Queued), retry);
        await using var db = store.Open();
        var claims = new WorkClaims(db);
        var look = await claims.LookAsync(WaitingWork.Runs, store.Clock, default);
        Assert.Equal((true, store.HourAgo(-1)), (look.Due, look.Next));
        Assert.InRange(look.Now, store.HourAgo(0), store.HourAgo(-1));
        look = await claims.LookAsync(WaitingWork.Deliveries, store.Clock, default);
        Assert.Equal((false, (NodaTime.Instant?)null), (look.Due, look.Next));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_small_workspace_is_served_beside_one_with_a_thousand_waiting(bool postgres)
    {
        await using var store = await Store.StartAsync(postgres);
        var other = new Server.Workspaces.WorkspaceRow { Id = new(Guid.CreateVersion7()), Slug = "small", Name = "Small", Timezone = "UTC", WeekStart = 1, CreatedAt = store.HourAgo(0), UpdatedAt = store.HourAgo(0) };
        await store.SaveAsync(Enumerable.Range(0, 300).Select(_ => store.Run(null, store.HourAgo(5), RunState.Queued, exclusive: false)));
        var row = store.Run(null, store.HourAgo(1), RunState.Queued, exclusive: false);
        var late = new RunRow
        {
            WorkspaceId = other.Id, Id = row.Id, ScheduleName = "Late", TemplateId = row.TemplateId, ReportType = "quality", Trigger = RunTrigger.Manual, ScheduledFor = row.ScheduledFor,
            Status = RunState.Queued, OwnerId = row.OwnerId, QueuedAt = row.QueuedAt, NotBefore = row.NotBefore,
        };
        await store.SaveAsync(other);
        await store.SaveAsync(late);
        await using var db = store.Open();
        Assert.Contains(await new WorkClaims(db).TakeRunsAsync(Guid.CreateVersion7(), 4, null, store.Clock.Now, new Turns(), [], default), r => r.Id == late.Id);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_an_old_holder_writes_after_a_takeover_changes_nothing(bool postgres)
    {
        await using var store = await Store.StartAsync(postgres);
        var run = store.Run(null, store.HourAgo(0), RunState.Queued, exclusive: false);
        await store.SaveAsync(run);
        await using var db = store.Open();
        var (old, young) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var lease = new NodeLease(db);
        await lease.RegisterAsync(old, "old", "1", default);
        await lease.RegisterAsync(young, "young", "1", default);
        var claims = new WorkClaims(db);
        var held = Assert.Single(await claims.TakeRunsAsync(old, 5, null, store.Clock.Now, new Turns(), [], default));
        Assert.Equal(0, await lease.TakeOverAsync(Guid.Empty, store.Clock.Now, Repeatable, default));

        await DieAsync(db, old);
        Assert.Equal(1, await lease.TakeOverAsync(Guid.Empty, store.Clock.Now, Repeatable, default));
        Assert.Null(await lease.RenewAsync(old, default));
        Assert.NotNull(await lease.RenewAsync(young, default));
        var again = Assert.Single(await claims.TakeRunsAsync(young, 5, null, store.Clock.Now, new Turns(), [], default));
        Assert.Equal(held.Attempt + 1, again.Attempt);

        var ended = 0;
        var end = new EndRun(db, store.Clock, new Randomness(() => 0.5), (_, _, _, _) => Task.FromResult(ended++), new Server.DataFolder(store.Folder));
        await end.FailAsync(held, run, "from the grave", mayRetry: false, default);
        await end.FailAsync(held, run, "from the grave", mayRetry: true, default);
        await end.CancelAsync(held, "from the grave", default);
        await end.StoppedAsync(held, default);
        var now = await db.Runs.AsNoTracking().SingleAsync();
        Assert.Equal((RunState.Running, young, again.Attempt, 1, null, 0), (now.Status, now.Node, now.Attempt, now.Crashes, now.Error, ended));
        await end.FailAsync(again, run, "from the living", mayRetry: false, default);
        now = await db.Runs.AsNoTracking().SingleAsync();
        Assert.Equal((RunState.Failed, null, "from the living", 1), (now.Status, now.Node, now.Error, ended));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_run_that_takes_three_workers_down_is_quarantined(bool postgres)
    {
        await using var store = await Store.StartAsync(postgres);
        await store.SaveAsync(store.Run(null, store.HourAgo(0), RunState.Queued, exclusive: false));
        await using var db = store.Open();
        var (lease, claims) = (new NodeLease(db), new WorkClaims(db));
        for (var crash = 1; crash <= NodeLease.MostCrashes; crash++)
        {
            var node = Guid.CreateVersion7();
            await lease.RegisterAsync(node, "node", "1", default);
            Assert.Equal(crash, Assert.Single(await claims.TakeRunsAsync(node, 5, null, store.Clock.Now, new Turns(), [], default)).Attempt);
            await DieAsync(db, node);
            Assert.Equal(1, await lease.TakeOverAsync(Guid.Empty, store.Clock.Now, Repeatable, default));
        }

        var run = await db.Runs.AsNoTracking().SingleAsync();
        Assert.Equal((RunState.Failed, NodeLease.MostCrashes), (run.Status, run.Crashes));
        Assert.StartsWith("Quarantined", run.Error, StringComparison.Ordinal);
        Assert.NotNull(run.FinishedAt);
        Assert.Empty(await claims.TakeRunsAsync(Guid.CreateVersion7(), 5, null, store.Clock.Now, new Turns(), [], default));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_cancelled_run_of_a_node_that_died_is_not_made_again(bool postgres)
    {
        await using var store = await Store.StartAsync(postgres);
        var run = store.Run(null, store.HourAgo(0), RunState.Running, exclusive: false);
        (run.Node, run.CancelRequested, run.Reason) = (Guid.CreateVersion7(), true, "Cancelled by Lead.");
        await store.SaveAsync(run);
        await using var db = store.Open();
        await new NodeLease(db).TakeOverAsync(Guid.Empty, store.Clock.Now, Repeatable, default);
        var now = await db.Runs.AsNoTracking().SingleAsync();
        Assert.Equal((RunState.Cancelled, null, "Cancelled by Lead."), (now.Status, now.Node, now.Reason));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_attempt_that_fails_after_it_was_cancelled_is_not_made_again(bool postgres)
    {
        await using var store = await Store.StartAsync(postgres);
        var run = store.Run(null, store.HourAgo(0), RunState.Running, exclusive: false);
        (run.Node, run.CancelRequested, run.PlanJson) = (Guid.CreateVersion7(), true, """{"filters":{},"formats":["csv"],"destinations":[],"condition":"always","policy":{},"zone":"UTC"}""");
        await store.SaveAsync(run);
        await using var db = store.Open();
        var end = new EndRun(db, store.Clock, new Randomness(() => 0.5), (_, _, _, _) => Task.CompletedTask, new Server.DataFolder(store.Folder));
        await end.FailAsync(new HeldRun(run.WorkspaceId, run.Id, run.Node!.Value, run.Attempt), run, "the source is gone", mayRetry: true, default);
        Assert.Equal(RunState.Cancelled, (await db.Runs.AsNoTracking().SingleAsync()).Status);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_a_dead_node_was_sending_is_unknown_or_sent_again_where_that_does_no_harm(bool postgres)
    {
        await using var store = await Store.StartAsync(postgres);
        var run = store.Run(null, store.HourAgo(0), RunState.Delivering, exclusive: false);
        var node = Guid.CreateVersion7();
        await store.SaveAsync(run);
        await store.SaveAsync(new[] { "email", "inbox", "folder" }.Select((type, i) => store.Delivery(run, type, i)));
        await using var db = store.Open();
        var (lease, claims) = (new NodeLease(db), new WorkClaims(db));
        await lease.RegisterAsync(node, "node", "1", default);
        var held = await claims.TakeDeliveriesAsync(node, 10, null, store.Clock.Now, new Turns(), [], default);
        Assert.Equal(3, held.Count);
        Assert.Empty(await claims.TakeDeliveriesAsync(Guid.CreateVersion7(), 10, null, store.Clock.Now, new Turns(), [], default));
        await DieAsync(db, node);
        Assert.Equal(3, await lease.TakeOverAsync(Guid.Empty, store.Clock.Now, Repeatable, default));
        var states = await db.Deliveries.AsNoTracking().OrderBy(d => d.Type).Select(d => new { d.Type, d.Status, d.Attempts, d.Node }).ToListAsync();
        Assert.Equal(["email Unknown 1 ", "folder Pending 1 ", "inbox Pending 1 "], states.Select(d => $"{d.Type} {d.Status} {d.Attempts} {d.Node}"));
        Assert.Contains("may have arrived", (await db.Deliveries.AsNoTracking().SingleAsync(d => d.Type == "email")).Error, StringComparison.Ordinal);
        Assert.Equal([2, 2], (await claims.TakeDeliveriesAsync(Guid.CreateVersion7(), 10, null, store.Clock.Now, new Turns(), [], default)).Select(d => d.Attempt));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_node_that_ends_in_order_gives_its_runs_back_without_counting_an_attempt(bool postgres)
    {
        await using var store = await Store.StartAsync(postgres);
        await store.SaveAsync(store.Run(null, store.HourAgo(0), RunState.Queued, exclusive: false));
        await using var db = store.Open();
        var (lease, claims, node) = (new NodeLease(db), new WorkClaims(db), Guid.CreateVersion7());
        await lease.RegisterAsync(node, "node", "1", default);
        var held = Assert.Single(await claims.TakeRunsAsync(node, 5, null, store.Clock.Now, new Turns(), [], default));
        await lease.ReleaseAsync(node, [], store.Clock.Now, Repeatable, default);
        var again = Assert.Single(await claims.TakeRunsAsync(Guid.CreateVersion7(), 5, null, store.Clock.Now, new Turns(), [], default));
        Assert.Equal(held.Attempt, again.Attempt);
        Assert.Empty(await db.Runs.Held(held).ToListAsync());
        Assert.Null(await lease.RenewAsync(node, default));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_a_node_that_ends_in_order_had_begun_to_send_is_unknown_or_sent_again_where_that_does_no_harm(bool postgres)
    {
        await using var store = await Store.StartAsync(postgres);
        var run = store.Run(null, store.HourAgo(0), RunState.Delivering, exclusive: false);
        await store.SaveAsync(run);
        await store.SaveAsync(new[] { "email", "inbox", "sms" }.Select((type, i) => store.Delivery(run, type, i)));
        await using var db = store.Open();
        var (lease, claims, node) = (new NodeLease(db), new WorkClaims(db), Guid.CreateVersion7());
        await lease.RegisterAsync(node, "node", "1", default);
        var held = await claims.TakeDeliveriesAsync(node, 10, null, store.Clock.Now, new Turns(), [], default);
        await lease.ReleaseAsync(node, held.FindAll(h => h.Type == "sms"), store.Clock.Now, Repeatable, default);
        var states = await db.Deliveries.AsNoTracking().OrderBy(d => d.Type).Select(d => new { d.Type, d.Status, d.MaxAttempts, d.Node }).ToListAsync();
        Assert.Equal(["email Unknown 6 ", "inbox Pending 6 ", "sms Pending 7 "], states.Select(d => $"{d.Type} {d.Status} {d.MaxAttempts} {d.Node}"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_node_whose_clock_jumped_does_not_take_itself_for_dead(bool postgres)
    {
        await using var store = await Store.StartAsync(postgres);
        await store.SaveAsync(store.Run(null, store.HourAgo(0), RunState.Queued, exclusive: false));
        await using var db = store.Open();
        var (lease, claims, node) = (new NodeLease(db), new WorkClaims(db), Guid.CreateVersion7());
        await lease.RegisterAsync(node, "node", "1", default);
        Assert.Single(await claims.TakeRunsAsync(node, 5, null, store.Clock.Now, new Turns(), [], default));
        await DieAsync(db, node);
        Assert.Equal(0, await lease.TakeOverAsync(node, store.Clock.Now, Repeatable, default));
        Assert.NotNull(await lease.RenewAsync(node, default));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_a_living_node_holds_without_knowing_it_is_let_go(bool postgres)
    {
        await using var store = await Store.StartAsync(postgres);
        var run = store.Run(null, store.HourAgo(0), RunState.Queued, exclusive: false);
        var other = store.Run(null, store.HourAgo(0), RunState.Delivering, exclusive: false);
        await store.SaveAsync(run, other);
        await store.SaveAsync(store.Delivery(other, "email", 0), store.Delivery(other, "email", 1));
        await using var db = store.Open();
        var (lease, claims, node) = (new NodeLease(db), new WorkClaims(db), Guid.CreateVersion7());
        await lease.RegisterAsync(node, "node", "1", default);
        Assert.Single(await claims.TakeRunsAsync(node, 5, null, store.Clock.Now, new Turns(), [], default));
        Assert.Equal(2, (await claims.TakeDeliveriesAsync(node, 5, null, store.Clock.Now, new Turns(), [], default)).Count);
        var (runs, deliveries) = await lease.HeldAsync(node, default);
        Assert.Equal((1, 2), (runs.Count, deliveries.Count));

        await lease.LetGoAsync(node, runs[0], store.Clock.Now, default);
        await lease.LetGoAsync(deliveries[0], begun: true, store.Clock.Now, default);
        await lease.LetGoAsync(deliveries[1], begun: false, store.Clock.Now, default);
        Assert.Equal(0, await lease.LetGoAsync(deliveries[1] with { Attempt = 2 }, begun: false, store.Clock.Now, default));
        var made = await db.Runs.AsNoTracking().SingleAsync(r => r.Id == runs[0]);
        Assert.Equal((RunState.Queued, 2, 1, null), (made.Status, made.Attempt, made.Crashes, made.Node));
        Assert.Equal(DeliveryState.Unknown, (await db.Deliveries.AsNoTracking().SingleAsync(d => d.Id == deliveries[0].Id)).Status);
        var again = await db.Deliveries.AsNoTracking().SingleAsync(d => d.Id == deliveries[1].Id);
        Assert.Equal((DeliveryState.Pending, 1, 7), (again.Status, again.Attempts, again.MaxAttempts));
    }

    private static Task DieAsync(AppDb db, Guid node) =>
        db.ExecuteAsync($"update nodes set heartbeat_at = {db.Dialect.SecondsAgoSql(NodeLease.Seconds + 1)} where id = @node", default, ("node", node));
}
