using Broadsheet.Core.Runs;
using Broadsheet.Server.Notifications;
using Broadsheet.Server.Runs;
using Broadsheet.Server.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Broadsheet.Server.Schedules;

/// <summary>
/// Nothing stays undone unseen: a run that is not done so long after its slot is marked late, and its schedule's people are told; so
/// they are of a slot that no worker takes, and of slots that got no run. Each is said once, whichever node sees it.
/// </summary>
internal sealed class FindOverdue(AppDb db, Clock clock, Recurrences recurrences, TellOfSchedule tell)
{
    /// <summary>After its slot.</summary>
    public static readonly Duration LateAfter = Duration.FromMinutes(10);
    private const int Batch = 50;
    private const int MostSlots = 100;

    /// <summary>How many were found.</summary>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        var late = clock.Now - LateAfter;
        var open = db.Runs.AsNoTracking().Where(r => r.Slot != null && r.LateAt == null && r.Slot < late && (r.Trigger == RunTrigger.Schedule || r.Trigger == RunTrigger.Process));
        var waiting = await open.Where(r => r.Status == RunState.Queued || r.Status == RunState.Running).OrderBy(r => r.Slot).Take(Batch).ToListAsync(ct);
        var sending = await open.Where(r => r.Status == RunState.Delivering).OrderBy(r => r.Slot).Take(Batch).ToListAsync(ct);
        var found = 0;
        foreach (var run in waiting.Concat(sending)) found += await LateAsync(run, ct) ? 1 : 0;
        foreach (var row in await db.Schedules.AsNoTracking().Where(s => s.Enabled && s.NextRunAt < late && (s.LateSlot == null || s.LateSlot != s.NextRunAt))
            .OrderBy(s => s.NextRunAt).ThenBy(s => s.Id).Take(Batch).ToListAsync(ct)) found += await UntakenAsync(row, ct) ? 1 : 0;
        foreach (var row in await db.Schedules.AsNoTracking().Where(s => s.MissedFrom != null).OrderBy(s => s.Id).Take(Batch).ToListAsync(ct)) found += await MissedAsync(row, ct) ? 1 : 0;
        return found;
    }

    private async Task<bool> LateAsync(RunRow run, CancellationToken ct)
    {
        db.ChangeTracker.Clear();
        var now = clock.Now;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var first = await db.Runs.Where(r => r.WorkspaceId == run.WorkspaceId && r.Id == run.Id && r.LateAt == null && r.Status == run.Status)
            .ExecuteUpdateAsync(s => s.SetProperty(r => r.LateAt, now), ct);
        if (first != 1) return false;
        var where = run.Status switch
        {
            RunState.Queued => run.Error is { } error ? $"it waits for its next attempt. The last one said: {error}" : "it waits for a worker that is free.",
            RunState.Running => "it is being made.",
            _ => "its files are made; not every recipient is served yet.",
        };
        if (await db.Schedules.AsNoTracking().SingleOrDefaultAsync(s => s.WorkspaceId == run.WorkspaceId && s.Id == run.ScheduleId, ct) is { } schedule)
            await tell.LateAsync(schedule, run.Id, run.Slot!.Value, where, ct);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    private async Task<bool> UntakenAsync(ScheduleRow row, CancellationToken ct)
    {
        db.ChangeTracker.Clear();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var first = await db.Schedules.Where(s => s.WorkspaceId == row.WorkspaceId && s.Id == row.Id && s.Enabled && s.NextRunAt == row.NextRunAt && s.LateSlot == row.LateSlot)
            .ExecuteUpdateAsync(s => s.SetProperty(r => r.LateSlot, row.NextRunAt), ct);
        if (first != 1) return false;
        await tell.LateAsync(row, null, row.NextRunAt, "no worker has taken it. Is one running?", ct);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    private async Task<bool> MissedAsync(ScheduleRow row, CancellationToken ct)
    {
        db.ChangeTracker.Clear();
        var slots = await WithoutRunAsync(row, ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var first = await db.Schedules.Where(s => s.WorkspaceId == row.WorkspaceId && s.Id == row.Id && s.MissedFrom == row.MissedFrom)
            .ExecuteUpdateAsync(s => s.SetProperty(r => r.MissedFrom, (Instant?)null), ct);
        if (first != 1) return false;
        if (slots.Count > 0) await tell.MissedAsync(row, slots, $"no worker took them in time (misfire: {Word<Core.Schedules.MisfirePolicy>.Of(PolicyWire.Stored(row.PolicyJson).Misfire)}).", ct);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    private async Task<List<Instant>> WithoutRunAsync(ScheduleRow row, CancellationToken ct)
    {
        if (recurrences.Find(row.ScheduleType, row.ScheduleConfigJson, await recurrences.CalendarsAsync(row.WorkspaceId, ct)) is not { } rule) return [];
        var made = (await db.Runs.Where(r => r.WorkspaceId == row.WorkspaceId && r.ScheduleId == row.Id && r.ScheduledFor >= row.MissedFrom && r.Slot != null).Select(r => r.Slot!.Value).ToListAsync(ct)).ToHashSet();
        var slots = new List<Instant>();
        for (var slot = row.MissedFrom; slot is { } at && at < row.NextRunAt && at <= clock.Now && slots.Count < MostSlots; slot = rule.Next(at))
        {
            if (!made.Contains(at)) slots.Add(at);
        }

        return slots;
    }
}
