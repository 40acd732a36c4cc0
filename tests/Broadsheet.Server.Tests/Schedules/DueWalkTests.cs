using Broadsheet.Core.Reports;
using Broadsheet.Core.Runs;
using Broadsheet.Core.Schedules;
using Broadsheet.Core.Workspaces;
using Broadsheet.Server.Storage.Claims;
using Broadsheet.Server.Tests.Storage;
using NodaTime;
using Xunit;

namespace Broadsheet.Server.Tests.Schedules;

/// <summary>Claimers of a node go along what is due together: each reads where the last read ended.</summary>
public sealed class DueWalkTests
{
    private static readonly Instant Nine = Instant.FromUtc(2026, 11, 23, 9, 0);

    [Fact]
    public async Task The_second_reader_waits_for_the_first_and_goes_on_from_its_end()
    {
        using var walk = new DueWalk();
        var (first, from) = (new TaskCompletionSource<List<DueSchedule>>(), new List<SlotCursor>());
        var due = Due();
        var reading = walk.ReadAsync(Read(() => first.Task), TestContext.Current.CancellationToken);
        var waiting = walk.ReadAsync(Read(() => Task.FromResult<List<DueSchedule>>([])), TestContext.Current.CancellationToken);
        Assert.Equal([SlotCursor.Start], from);
        first.SetResult([Due(), due]);
        Assert.Equal(due, (await reading)[1]);
        Assert.Empty(await waiting);
        Assert.Equal([SlotCursor.Start, new SlotCursor(Nine, due.Id.Value)], from);

        Func<SlotCursor, Task<List<DueSchedule>>> Read(Func<Task<List<DueSchedule>>> rows) => after =>
        {
            from.Add(after);
            return rows();
        };
    }

    [Fact]
    public async Task A_read_that_fails_or_finds_nothing_leaves_the_walk_where_it_was()
    {
        using var walk = new DueWalk();
        var due = Due();
        await walk.ReadAsync(_ => Task.FromResult<List<DueSchedule>>([due]), TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<IOException>(() => walk.ReadAsync(_ => throw new IOException(), TestContext.Current.CancellationToken));
        await walk.ReadAsync(_ => Task.FromResult<List<DueSchedule>>([]), TestContext.Current.CancellationToken);
        SlotCursor? last = null;
        await walk.ReadAsync(after => Task.FromResult<List<DueSchedule>>([.. (last = after) is null ? [due] : Array.Empty<DueSchedule>()]), TestContext.Current.CancellationToken);
        Assert.Equal(new SlotCursor(Nine, due.Id.Value), last);
    }

    /// <summary>A slot that has its run already is taken anew from where its batch began, and the walk goes on behind it.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Batches_of_a_walk_take_each_schedule_once_also_where_a_slot_has_its_run(bool postgres)
    {
        await using var store = await Store.StartAsync(postgres);
        var schedules = Enumerable.Range(0, 3).Select(_ => store.Schedule(store.HourAgo(0))).OrderBy(s => s.Id.Value.ToString("D"), StringComparer.Ordinal).ToList();
        await store.SaveAsync([.. schedules, store.Run(schedules[1].Id, store.HourAgo(0), RunState.Succeeded)]);
        await using var db = store.Open();
        using var walk = new DueWalk();
        var taken = new List<ScheduleId>();
        var made = new List<int>();
        for (var i = 0; i < 4; i++)
        {
            var batch = await new ScheduleClaims(db).TakeAsync(store.Clock.Now, 1, null, walk, due => Task.FromResult(Decide(store, due, taken)), TestContext.Current.CancellationToken);
            made.Add(batch.Runs.Count);
        }

        Assert.Equal([1, 0, 1, 0], made);
        Assert.Equal(schedules.Select(s => s.Id), taken.Distinct());
    }

    private static IReadOnlyList<Firing> Decide(Store store, IReadOnlyList<DueSchedule> due, List<ScheduleId> taken)
    {
        taken.AddRange(due.Select(d => d.Id));
        return [.. due.Select(d => new Firing(d, store.HourAgo(-1), [new(d.Workspace, d.Id, new RunId(Guid.CreateVersion7()), d.Due, RunTrigger.Schedule) { Exclusive = false, NotBefore = d.Due }]))];
    }

    private static DueSchedule Due() => new()
    {
        Workspace = new WorkspaceId(Guid.CreateVersion7()), Id = new ScheduleId(Guid.CreateVersion7()), Due = Nine, Template = new TemplateId(Guid.CreateVersion7()),
        Place = "(0,1)", Type = "weekly", ConfigJson = "{}", PolicyJson = "{}",
    };
}
