using Broadsheet.Core.Calendars;
using Broadsheet.Core.Workspaces;
using Broadsheet.Server.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Broadsheet.Server.Schedules;

/// <summary>Computes again what lies ahead, never what lies behind: after a calendar changed, or the time zone data did.</summary>
internal sealed class RecomputeSlots(AppDb db, Clock clock, Recurrences recurrences, ScheduleBell bell)
{
    private const int Batch = 1_000;

    /// <summary>Of the schedules that leave out a calendar.</summary>
    public async Task OfCalendarAsync(WorkspaceId workspace, CalendarId calendar, CancellationToken ct)
    {
        var rows = await db.Schedules.AsNoTracking().Where(s => s.WorkspaceId == workspace).ToListAsync(ct);
        await MoveAsync(rows.FindAll(r => r.ScheduleConfigJson.Contains(calendar.ToString(), StringComparison.OrdinalIgnoreCase)), ct);
        await bell.RingAsync(ct);
    }

    /// <summary>Of the schedules whose next slot was computed with other time zone data than this program has.</summary>
    public async Task OfZonesAsync(CancellationToken ct)
    {
        var version = DateTimeZoneProviders.Tzdb.VersionId;
        if (!await StoreCheck.HasOtherZonesAsync(db, version, ct)) return;
        while (true)
        {
            var now = clock.Now;
            var rows = await db.Schedules.AsNoTracking().Where(s => s.TzdbVersion != version && s.NextRunAt > now).OrderBy(s => s.Id).Take(Batch).ToListAsync(ct);
            if (rows.Count == 0) return;
            await MoveAsync(rows, ct);
        }
    }

    private async Task MoveAsync(List<ScheduleRow> rows, CancellationToken ct)
    {
        var version = DateTimeZoneProviders.Tzdb.VersionId;
        foreach (var workspace in rows.GroupBy(r => r.WorkspaceId))
        {
            var calendars = await recurrences.CalendarsAsync(workspace.Key, ct);
            foreach (var row in workspace)
            {
                var now = clock.Now;
                var next = recurrences.Stored(row.ScheduleType, row.ScheduleConfigJson, calendars).Next(now) ?? ScheduleRow.Never;
                await db.Schedules.Where(s => s.WorkspaceId == row.WorkspaceId && s.Id == row.Id && s.NextRunAt == row.NextRunAt && s.NextRunAt > now)
                    .ExecuteUpdateAsync(s => s.SetProperty(r => r.NextRunAt, next).SetProperty(r => r.TzdbVersion, version), ct);
            }
        }
    }
}
