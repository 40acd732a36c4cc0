using System.Text.Json.Nodes;
using Broadsheet.Core;
using Broadsheet.Core.Access;
using Broadsheet.Core.Schedules;
using Broadsheet.Server.Deliveries;
using Broadsheet.Server.Http;
using Broadsheet.Server.Schedules;
using Broadsheet.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Server.Exports;

/// <summary>Schedules in the second seed's dialect.</summary>
internal sealed class ReadExports(AppDb db, Recurrences recurrences, ReadSchedule read, ChannelCatalog channels)
{
    public async Task<Result<Page<ExportWire>>> ListAsync(Actor actor, PageQuery page, CancellationToken ct)
    {
        if (actor.Refuse(Permission.See) is { } refused) return refused;
        var query = page.Read();
        if (!query.IsOk) return query.Problem;
        var before = new ScheduleId(query.Value.Before);
        var found = await ScheduleView.In(db, actor.Workspace).Where(v => v.Row.OwnerId == actor.Person && v.Row.Id < before)
            .OrderByDescending(v => v.Row.Id).Take(query.Value.Limit + 1).ToListAsync(ct);
        var calendars = await recurrences.CalendarsAsync(actor.Workspace, ct);
        return Page<ExportWire>.Of(found, query.Value.Limit, v => v.Row.Id.Value, v =>
        {
            var rule = recurrences.Stored(v.Row.ScheduleType, v.Row.ScheduleConfigJson, calendars);
            return ExportWire.Of(ScheduleWire.Of(v, rule.Describe()), v.Row.RecurrenceText ?? rule.ToCron() ?? rule.Describe(), Canonical);
        });
    }

    public async Task<Result<ExportWire>> OneAsync(Actor actor, ScheduleId id, CancellationToken ct)
    {
        var schedule = await read.RunAsync(actor, id, ct);
        return schedule.IsOk ? await WireAsync(actor, schedule.Value, ct) : schedule.Problem;
    }

    /// <summary>A schedule of the caller's workspace in this dialect.</summary>
    public async Task<ExportWire> WireAsync(Actor actor, ScheduleWire schedule, CancellationToken ct)
    {
        var id = new ScheduleId(schedule.Id);
        var row = await db.Schedules.AsNoTracking().Where(s => s.WorkspaceId == actor.Workspace && s.Id == id).Select(s => new { s.RecurrenceText, s.ScheduleConfigJson }).SingleAsync(ct);
        var rule = recurrences.Stored(schedule.ScheduleType, row.ScheduleConfigJson, await recurrences.CalendarsAsync(actor.Workspace, ct));
        return ExportWire.Of(schedule, row.RecurrenceText ?? rule.ToCron() ?? rule.Describe(), Canonical);
    }

    private JsonObject? Canonical(JsonObject destination) => channels.Read(destination).Value?.ToJson();
}
