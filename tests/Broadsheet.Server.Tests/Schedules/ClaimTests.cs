using Broadsheet.Core.Reports;
using Broadsheet.Core.Runs;
using Broadsheet.Core.Schedules;
using Broadsheet.Server.Reports;
using Broadsheet.Server.Runs;
using Broadsheet.Server.Schedules;
using Broadsheet.Server.Storage.Claims;
using Broadsheet.Server.Tests.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Xunit;

namespace Broadsheet.Server.Tests.Schedules;

public sealed class ClaimTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Of_many_claimers_at_one_instant_each_slot_gets_one_run(bool postgres)
    {
        await using var store = await Store.StartAsync(postgres);
        var due = store.HourAgo(1);
        await store.SaveAsync(Enumerable.Range(0, 1_100).Select(_ => store.Schedule(due)));
        var runs = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => DrainAsync(store))));
        Assert.Equal(1_100, runs.Sum() + await DrainAsync(store));
        await using var db = store.Open();
        var slots = await db.Runs.Select(r => new { r.ScheduleId, r.Slot, r.Status }).ToListAsync();
        Assert.Equal(1_100, slots.Count);
        Assert.Equal(1_100, slots.DistinctBy(s => s.ScheduleId).Count());
        Assert.All(slots, s => Assert.Equal((store.HourAgo(0), RunState.Queued), (s.Slot!.Value, s.Status)));
        Assert.False(await db.Schedules.AnyAsync(s => s.NextRunAt <= store.HourAgo(0)));
        Assert.False(await db.Schedules.AnyAsync(s => s.LastRunAt != store.HourAgo(0)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Runs_of_one_batch_have_the_type_of_their_own_report(bool postgres)
    {
        await using var store = await Store.StartAsync(postgres);
        var reports = Enumerable.Range(0, 5).Select(i => new TemplateRow
        {
            WorkspaceId = store.Workspace, Id = new TemplateId(Guid.CreateVersion7()), ReportType = $"type-{i}", Title = "Report", Text = "", CreatedBy = store.Owner, CreatedAt = store.Clock.Now, UpdatedAt = store.Clock.Now,
        }).ToList();
        var schedules = Enumerable.Range(0, 40).Select(i => store.Schedule(store.HourAgo(0))).ToList();
        for (var i = 0; i < schedules.Count; i++) schedules[i].TemplateId = reports[i * 7 % reports.Count].Id;
        await store.SaveAsync([.. reports]);
        await store.SaveAsync(schedules);
        await using var db = store.Open();
        Assert.Equal(40, (await store.BatchAsync(db, null)).Runs.Count);
        var types = reports.ToDictionary(r => r.Id, r => r.ReportType);
        Assert.All(await db.Runs.ToListAsync(), run => Assert.Equal(types[schedules.Single(s => s.Id == run.ScheduleId).TemplateId], run.ReportType));
    }

    [Theory]
    [InlineData(false, MisfirePolicy.Latest, 1)]
    [InlineData(true, MisfirePolicy.Latest, 1)]
    [InlineData(false, MisfirePolicy.All, 4)]
    [InlineData(true, MisfirePolicy.All, 4)]
    [InlineData(false, MisfirePolicy.Skip, 0)]
    [InlineData(true, MisfirePolicy.Skip, 0)]
    public async Task Slots_missed_while_nothing_ran_are_treated_as_the_schedule_says(bool postgres, MisfirePolicy misfire, int runs)
    {
        await using var store = await Store.StartAsync(postgres);
        var schedule = store.Schedule(HalfPast(store, 4), store.Hourly(30), new PolicyWire { Misfire = misfire });
        await store.SaveAsync(schedule);
        await using (var db = store.Open()) await MissedAsync(store, db);
        await using var after = store.Open();
        var slots = await after.Runs.OrderBy(r => r.Slot).Select(r => r.Slot!.Value).ToListAsync();
        Assert.Equal(Enumerable.Range(0, runs).Select(i => HalfPast(store, 4) + Duration.FromHours(4 - runs + i)), slots);
        var row = await after.Schedules.SingleAsync();
        Assert.Equal(HalfPast(store, 4) + Duration.FromHours(4), row.NextRunAt);
        Assert.Equal(runs == 0 ? null : slots[^1], row.LastRunAt);
    }

    [Theory]
    [InlineData(false, OverlapPolicy.Skip, RunState.Running, RunState.Skipped)]
    [InlineData(true, OverlapPolicy.Skip, RunState.Running, RunState.Skipped)]
    [InlineData(false, OverlapPolicy.Skip, RunState.Queued, RunState.Skipped)]
    [InlineData(false, OverlapPolicy.Skip, RunState.Delivering, RunState.Queued)]
    [InlineData(false, OverlapPolicy.Skip, RunState.Failed, RunState.Queued)]
    [InlineData(false, OverlapPolicy.Queue, RunState.Running, RunState.Queued)]
    [InlineData(true, OverlapPolicy.Queue, RunState.Running, RunState.Queued)]
    [InlineData(false, OverlapPolicy.Queue, RunState.Queued, RunState.Skipped)]
    [InlineData(true, OverlapPolicy.Queue, RunState.Queued, RunState.Skipped)]
    [InlineData(false, OverlapPolicy.Allow, RunState.Running, RunState.Queued)]
    [InlineData(true, OverlapPolicy.Allow, RunState.Queued, RunState.Queued)]
    public async Task A_slot_that_comes_while_the_last_one_runs_is_treated_as_the_schedule_says(bool postgres, OverlapPolicy overlap, RunState earlier, RunState wanted)
    {
        await using var store = await Store.StartAsync(postgres);
        var schedule = store.Schedule(store.HourAgo(0), policy: new PolicyWire { Overlap = overlap });
        await store.SaveAsync(schedule, store.Run(schedule.Id, store.HourAgo(1), earlier));
        await using var db = store.Open();
        Assert.Equal((1, 1), await store.FireAsync(db));
        var run = await db.Runs.SingleAsync(r => r.Slot == store.HourAgo(0));
        Assert.Equal(wanted, run.Status);
        Assert.Equal(wanted == RunState.Skipped, run.FinishedAt is not null);
        if (wanted == RunState.Skipped) Assert.Contains($"overlap: {overlap.ToString().ToLowerInvariant()}", run.Reason, StringComparison.Ordinal);
        else Assert.Null(run.Reason);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_paused_schedule_never_fires(bool postgres)
    {
        await using var store = await Store.StartAsync(postgres);
        var schedule = store.Schedule(store.HourAgo(2));
        schedule.Enabled = false;
        await store.SaveAsync(schedule);
        await using var db = store.Open();
        Assert.Equal((0, 0), await store.FireAsync(db));
        Assert.Equal(store.HourAgo(2), (await db.Schedules.SingleAsync()).NextRunAt);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_slot_that_has_a_run_already_gets_no_second_one(bool postgres)
    {
        await using var store = await Store.StartAsync(postgres);
        var schedule = store.Schedule(store.HourAgo(0), policy: new PolicyWire { Overlap = OverlapPolicy.Allow });
        await store.SaveAsync(schedule, store.Run(schedule.Id, store.HourAgo(0), RunState.Succeeded));
        await using var db = store.Open();
        Assert.Equal((1, 0), await store.FireAsync(db));
        Assert.Equal(1, await db.Runs.CountAsync());
        Assert.True((await db.Schedules.SingleAsync()).NextRunAt > store.HourAgo(0));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_edit_that_races_a_slot_gives_the_old_run_or_the_new_never_both(bool postgres)
    {
        await using var store = await Store.StartAsync(postgres);
        for (var i = 0; i < 20; i++)
        {
            var schedule = store.Schedule(store.HourAgo(0));
            await store.SaveAsync(schedule);
            var next = store.HourAgo(-2);
            await Task.WhenAll(Task.Run(() => DrainAsync(store)), Task.Run(() => EditAsync(store, schedule, next)));
            await using var db = store.Open();
            var runs = await db.Runs.Where(r => r.ScheduleId == schedule.Id).CountAsync();
            var row = await db.Schedules.SingleAsync(s => s.Id == schedule.Id);
            Assert.InRange(runs, 0, 1);
            Assert.Equal(next, row.NextRunAt);
        }
    }

    private static async Task EditAsync(Store store, ScheduleRow schedule, Instant next)
    {
        await using var db = store.Open();
        var row = await db.Schedules.AsTracking().SingleAsync(s => s.Id == schedule.Id);
        row.NextRunAt = next;
        row.Version++;
        await db.SaveChangesAsync();
    }

    /// <summary>As if the newest slot were past its grace.</summary>
    private static async Task MissedAsync(Store store, Broadsheet.Server.Storage.AppDb db)
    {
        var now = HalfPast(store, 1) + Duration.FromMinutes(10);
        var recurrences = new Recurrences(db, store.Clock, new RuleCache());
        using var walk = new DueWalk();
        await new ScheduleClaims(db).TakeAsync(now, 10, null, walk, due => Task.FromResult<IReadOnlyList<Firing>>([.. due.Select(d => SlotDecision.Of(d, PolicyWire.Stored(d.PolicyJson), now,
            RunTrigger.Schedule, recurrences.Stored(d.Type, d.ConfigJson, new Dictionary<string, Core.Recurrence.HolidayCalendar>()).Next, _ => Duration.Zero, store.Clock.NewId))]), default);
    }

    private static Instant HalfPast(Store store, int hours) => store.HourAgo(hours) + Duration.FromMinutes(30);

    private static async Task<int> DrainAsync(Store store)
    {
        var runs = 0;
        while (true)
        {
            await using var db = store.Open();
            var (read, made) = await store.FireAsync(db);
            runs += made;
            if (read == 0) return runs;
        }
    }
}
