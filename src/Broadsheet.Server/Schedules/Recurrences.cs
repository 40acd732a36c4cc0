using Broadsheet.Core.Recurrence;
using Broadsheet.Core.Workspaces;
using Broadsheet.Server.Calendars;
using Broadsheet.Server.Http;
using Broadsheet.Server.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Broadsheet.Server.Schedules;

/// <summary>Recurrence rules with the workspace's zone and calendars. Rules that need no calendar are kept parsed.</summary>
internal sealed class Recurrences(AppDb db, Clock clock, RuleCache cache)
{
    /// <summary>What reading a recurrence in this workspace needs.</summary>
    public async Task<RecurrenceContext> ContextAsync(WorkspaceId workspace, string? zone, CancellationToken ct)
    {
        var zoneId = zone ?? await db.Workspaces.Where(w => w.Id == workspace).Select(w => w.Timezone).SingleAsync(ct);
        var calendars = await CalendarsAsync(workspace, ct);
        return new RecurrenceContext
        {
            Now = clock.Now,
            Zone = DateTimeZoneProviders.Tzdb.GetZoneOrNull(zoneId) ?? DateTimeZone.Utc,
            Calendar = id => calendars.GetValueOrDefault(id),
        };
    }

    /// <summary>The calendars of a workspace by id and by name.</summary>
    public async Task<Dictionary<string, HolidayCalendar>> CalendarsAsync(WorkspaceId workspace, CancellationToken ct)
    {
        var rows = await db.Calendars.AsNoTracking().Where(c => c.WorkspaceId == workspace).ToListAsync(ct);
        return rows.ToDictionary(r => r.Id.ToString(), r => HolidayDates.Calendar(r));
    }

    /// <summary>The rule of a stored configuration, which was valid when it was stored.</summary>
    /// <param name="calendars">The workspace's; looked into only where the configuration excludes any.</param>
    public RecurrenceRule Stored(string type, string configJson, IReadOnlyDictionary<string, HolidayCalendar> calendars) =>
        Find(type, configJson, calendars) ?? throw new InvalidOperationException("A stored recurrence cannot be read.");

    /// <summary>The same; null for one that this program cannot read.</summary>
    public RecurrenceRule? Find(string type, string configJson, IReadOnlyDictionary<string, HolidayCalendar> calendars)
    {
        if (cache.Find(type, configJson) is { } known) return known;
        var config = Wire.Object(configJson);
        var reading = RecurrenceRule.Parse(type, config, new RecurrenceContext
        {
            Now = clock.Now,
            Zone = DateTimeZone.Utc,
            Calendar = id => calendars.GetValueOrDefault(id) ?? new HolidayCalendar(id, "removed", []),
            MinimumInterval = Duration.Zero,
        });
        if (reading.IsOk && config["exclude"] is null) cache.Keep(type, configJson, reading.Rule);
        return reading.Rule;
    }
}
