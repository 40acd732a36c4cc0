using Broadsheet.Core.Reports;
using Broadsheet.Core.Runs;
using Broadsheet.Core.Workspaces;
using Broadsheet.Server.Runs;
using Broadsheet.Server.Storage;
using Broadsheet.Server.Storage.Claims;
using Broadsheet.Server.Tests.Storage;
using Broadsheet.Server.Workspaces;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Xunit;

namespace Broadsheet.Server.Tests.Worker;

public sealed class TurnTests
{
    private static readonly Guid Node = Guid.CreateVersion7();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Workspaces_take_turns_however_much_one_has_waiting(bool postgres)
    {
        await using var store = await Store.StartAsync(postgres);
        var small = await WorkspaceAsync(store, "small");
        await store.SaveAsync(Enumerable.Range(0, 200).Select(_ => Run(store, store.Workspace)));
        await store.SaveAsync(Enumerable.Range(0, 3).Select(_ => Run(store, small)));
        await using var db = store.Open();
        var turns = new Turns();
        var served = new List<WorkspaceId>();
        for (var i = 0; i < 8; i++) served.AddRange((await new WorkClaims(db).TakeRunsAsync(Node, 1, null, store.Clock.Now, turns, [], default)).Select(r => r.Workspace));
        Assert.Equal(3, served.Take(6).Count(w => w == small));
        Assert.Equal(8, served.Count);
        Assert.All(served.Skip(6), w => Assert.Equal(store.Workspace, w));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Who_comes_while_others_drain_a_backlog_is_served_within_a_few_takes(bool postgres)
    {
        await using var store = await Store.StartAsync(postgres);
        await store.SaveAsync(Enumerable.Range(0, 200).Select(_ => Run(store, store.Workspace)));
        await using var db = store.Open();
        var (claims, turns) = (new WorkClaims(db), new Turns());
        Assert.Equal(4, (await claims.TakeRunsAsync(Node, 4, null, store.Clock.Now, turns, [], default)).Count);
        var late = await WorkspaceAsync(store, "late");
        await store.SaveAsync(Run(store, late));
        var takes = 1;
        while ((await claims.TakeRunsAsync(Node, 4, null, store.Clock.Now, turns, [], default)).TrueForAll(r => r.Workspace != late)) takes++;
        Assert.InRange(takes, 1, 12);
    }

    [Fact]
    public async Task What_comes_after_a_look_that_found_nothing_is_taken()
    {
        await using var store = await Store.StartAsync(postgres: false);
        await using var db = store.Open();
        var (claims, turns) = (new WorkClaims(db), new Turns());
        Assert.Empty(await claims.TakeRunsAsync(Node, 4, null, store.Clock.Now, turns, [], default));
        await store.SaveAsync(Run(store, store.Workspace));
        Assert.Single(await claims.TakeRunsAsync(Node, 4, null, store.Clock.Now, turns, [], default));
    }

    [Fact]
    public async Task A_workspace_at_its_limit_is_looked_at_again()
    {
        await using var store = await Store.StartAsync(postgres: false);
        await store.SaveAsync(new WorkspaceLimitsRow { WorkspaceId = store.Workspace, ConcurrentRuns = 2, UpdatedAt = store.Clock.Now });
        await store.SaveAsync(Enumerable.Range(0, 6).Select(_ => Run(store, store.Workspace)));
        await using var db = store.Open();
        var (claims, turns) = (new WorkClaims(db), new Turns());
        Assert.Equal(2, (await claims.TakeRunsAsync(Node, 4, null, store.Clock.Now, turns, [], default)).Count);
        for (var i = 0; i < 15; i++) Assert.Empty(await claims.TakeRunsAsync(Node, 4, null, store.Clock.Now, turns, [], default));
        await db.ExecuteAsync("update runs set status = 'succeeded', node = null where status = 'running'", default);
        Assert.Equal(2, (await claims.TakeRunsAsync(Node, 4, null, store.Clock.Now, turns, [], default)).Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_round_is_shared_out_evenly(bool postgres)
    {
        await using var store = await Store.StartAsync(postgres);
        var other = await WorkspaceAsync(store, "other");
        foreach (var workspace in new[] { store.Workspace, other }) await store.SaveAsync(Enumerable.Range(0, 20).Select(_ => Run(store, workspace)));
        await using var db = store.Open();
        var taken = await new WorkClaims(db).TakeRunsAsync(Node, 9, null, store.Clock.Now, new Turns(), [], default);
        Assert.Equal([4, 5], taken.CountBy(r => r.Workspace).Select(c => c.Value).Order());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_workspace_makes_as_many_runs_at_a_time_as_it_may(bool postgres)
    {
        await using var store = await Store.StartAsync(postgres);
        var other = await WorkspaceAsync(store, "other");
        await store.SaveAsync(new WorkspaceLimitsRow { WorkspaceId = store.Workspace, ConcurrentRuns = 3, UpdatedAt = store.Clock.Now });
        foreach (var workspace in new[] { store.Workspace, other }) await store.SaveAsync(Enumerable.Range(0, 10).Select(_ => Run(store, workspace)));
        await using var db = store.Open();
        var (claims, turns) = (new WorkClaims(db), new Turns());
        var first = await claims.TakeRunsAsync(Node, 16, null, store.Clock.Now, turns, [], default);
        Assert.Equal(3, first.Count(r => r.Workspace == store.Workspace));
        var second = await claims.TakeRunsAsync(Node, 16, null, store.Clock.Now, turns, [], default);
        Assert.DoesNotContain(second, r => r.Workspace == store.Workspace);
        Assert.NotEmpty(second);
        await new RunEnds(db).RecordAsync([.. first.Where(r => r.Workspace == store.Workspace).Take(1).Select(r => new RunEnd(r, RunState.Succeeded, null, null))], store.Clock.Now, default);
        Assert.Single(await claims.TakeRunsAsync(Node, 16, null, store.Clock.Now, turns, [], default), r => r.Workspace == store.Workspace);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Two_nodes_together_do_not_go_over_a_workspaces_limit(bool postgres)
    {
        await using var store = await Store.StartAsync(postgres);
        await store.SaveAsync(new WorkspaceLimitsRow { WorkspaceId = store.Workspace, ConcurrentRuns = 4, UpdatedAt = store.Clock.Now });
        await store.SaveAsync(Enumerable.Range(0, 40).Select(_ => Run(store, store.Workspace)));
        var taken = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            await using var db = store.Open();
            return (await new WorkClaims(db).TakeRunsAsync(Guid.CreateVersion7(), 3, null, store.Clock.Now, new Turns(), [], default)).Count;
        })));
        Assert.Equal(4, taken.Sum());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_workspace_starts_as_many_runs_an_hour_as_it_may_and_goes_on_after_it(bool postgres)
    {
        await using var store = await Store.StartAsync(postgres);
        await store.SaveAsync(new WorkspaceLimitsRow { WorkspaceId = store.Workspace, RunsPerHour = 5, UpdatedAt = store.Clock.Now });
        await store.SaveAsync(Enumerable.Range(0, 12).Select(_ => Run(store, store.Workspace)));
        await using var db = store.Open();
        var claims = new WorkClaims(db);
        var now = store.Clock.Now;
        Assert.Equal(5, (await claims.TakeRunsAsync(Node, 8, null, now, new Turns(), [], default)).Count);
        Assert.Empty(await claims.TakeRunsAsync(Node, 8, null, now + Duration.FromMinutes(59), new Turns(), [], default));
        Assert.Equal(5, (await claims.TakeRunsAsync(Node, 8, null, now + Duration.FromMinutes(61), new Turns(), [], default)).Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Reports_whose_source_is_busy_are_left_for_later(bool postgres)
    {
        await using var store = await Store.StartAsync(postgres);
        var free = new TemplateId(Guid.CreateVersion7());
        await store.SaveAsync(Run(store, store.Workspace), Run(store, store.Workspace, free));
        await using var db = store.Open();
        var claims = new WorkClaims(db);
        Assert.Equal(free, Assert.Single(await claims.TakeRunsAsync(Node, 8, null, store.Clock.Now, new Turns(), [store.Report], default)).Template);
        Assert.Equal(store.Report, Assert.Single(await claims.TakeRunsAsync(Node, 8, null, store.Clock.Now, new Turns(), [], default)).Template);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Many_ends_are_recorded_at_once_and_only_those_that_are_held(bool postgres)
    {
        await using var store = await Store.StartAsync(postgres);
        var schedule = store.Schedule(store.HourAgo(-1));
        schedule.FailuresInARow = 2;
        await store.SaveAsync(schedule);
        await store.SaveAsync(Enumerable.Range(0, 5).Select(_ => Run(store, store.Workspace)));
        await using var db = store.Open();
        var held = await new WorkClaims(db).TakeRunsAsync(Node, 5, null, store.Clock.Now, new Turns(), [], default);
        var ends = held.ConvertAll(h => new RunEnd(h, RunState.Succeeded, null, null));
        ends[0] = ends[0] with { Held = held[0] with { Attempt = 9 } };
        ends[1] = new RunEnd(held[1], RunState.Failed, null, "It broke.");
        var ended = await new RunEnds(db).RecordAsync(ends, store.Clock.Now, default);
        Assert.Equal(held.Skip(1).Select(h => h.Id.Value).Order(), ended.Order());
        Assert.Equal("It broke.", (await db.Runs.AsNoTracking().SingleAsync(r => r.Status == RunState.Failed)).Error);
        await new RunEnds(db).TellAsync([(store.Workspace, schedule.Id, RunState.Failed)], default);
        Assert.Equal(("failed", 3), await OutcomeAsync(store));
        await new RunEnds(db).TellAsync([(store.Workspace, schedule.Id, RunState.Skipped)], default);
        Assert.Equal(("skipped", 3), await OutcomeAsync(store));
        await new RunEnds(db).TellAsync([(store.Workspace, schedule.Id, RunState.Succeeded)], default);
        Assert.Equal(("succeeded", 0), await OutcomeAsync(store));
    }

    private static async Task<(string?, int)> OutcomeAsync(Store store)
    {
        await using var db = store.Open();
        var row = await db.Schedules.AsNoTracking().SingleAsync();
        return (row.LastStatus, row.FailuresInARow);
    }

    private static async Task<WorkspaceId> WorkspaceAsync(Store store, string slug)
    {
        var row = new WorkspaceRow { Id = new(Guid.CreateVersion7()), Slug = slug, Name = slug, Timezone = "UTC", WeekStart = 1, CreatedAt = store.HourAgo(0), UpdatedAt = store.HourAgo(0) };
        await store.SaveAsync(row);
        return row.Id;
    }

    private static RunRow Run(Store store, WorkspaceId workspace, TemplateId? report = null)
    {
        var slot = store.HourAgo(1);
        return new()
        {
            WorkspaceId = workspace, Id = new RunId(Guid.CreateVersion7()), ScheduleName = "Quality", TemplateId = report ?? store.Report, ReportType = "quality", Trigger = RunTrigger.Manual,
            ScheduledFor = slot, Status = RunState.Queued, OwnerId = store.Owner, QueuedAt = slot, NotBefore = slot,
        };
    }
}
