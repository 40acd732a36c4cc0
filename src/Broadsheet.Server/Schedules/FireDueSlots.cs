using Broadsheet.Core.Recurrence;
using Broadsheet.Core.Runs;
using Broadsheet.Core.Workspaces;
using Broadsheet.Server.Runs;
using Broadsheet.Server.Storage;
using Broadsheet.Server.Storage.Claims;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Broadsheet.Server.Schedules;

/// <summary>Queues a run for each slot that has come.</summary>
internal sealed partial class FireDueSlots(AppDb db, Clock clock, Recurrences recurrences, ILogger<FireDueSlots> log)
{
    private const int Batch = 500;

    /// <summary>One batch.</summary>
    /// <param name="workspace">Only its schedules; null for all.</param>
    /// <returns>How many schedules were due, and the runs that now exist, skipped ones included.</returns>
    public async Task<(int Read, IReadOnlyList<NewRun> Runs)> BatchAsync(WorkspaceId? workspace, RunTrigger trigger, CancellationToken ct)
    {
        var now = await db.Dialect.NowAsync(db, clock, ct);
        var calendars = new Dictionary<WorkspaceId, Dictionary<string, HolidayCalendar>>();
        if (await db.Calendars.AnyAsync(ct))
        {
            foreach (var id in await db.Workspaces.Select(w => w.Id).ToListAsync(ct)) calendars[id] = await recurrences.CalendarsAsync(id, ct);
        }

        return await new ScheduleClaims(db, clock).TakeAsync(now, Batch, workspace, due => Decide(due, now, trigger, calendars), ct);
    }

    private (ScheduleMove Move, IReadOnlyList<NewRun> Runs) Decide(
        DueSchedule due, Instant now, RunTrigger trigger, Dictionary<WorkspaceId, Dictionary<string, HolidayCalendar>> calendars)
    {
        if (recurrences.Find(due.Type, due.ConfigJson, calendars.GetValueOrDefault(due.Workspace) ?? []) is not { } rule)
        {
            // One that this program cannot read (written by another version) holds up nobody: it stands still until it is saved again.
            Unreadable(due.Id.Value);
            return (new ScheduleMove(due, null, null), []);
        }

        return SlotDecision.Of(due, PolicyWire.Stored(due.PolicyJson), now, trigger,
            rule.Next, slot => rule.Jitter(due.Id.Value, slot), clock.NewId);
    }

    [LoggerMessage(LogLevel.Error, "The recurrence of schedule {Schedule} cannot be read; it is not due until it is saved again")]
    private partial void Unreadable(Guid schedule);
}
