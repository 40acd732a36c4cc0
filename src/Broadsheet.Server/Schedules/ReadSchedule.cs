using Broadsheet.Core;
using Broadsheet.Core.Access;
using Broadsheet.Core.Schedules;
using Broadsheet.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Server.Schedules;

/// <summary>One schedule.</summary>
internal sealed class ReadSchedule(AppDb db, Recurrences recurrences)
{
    public async Task<Result<ScheduleWire>> RunAsync(Actor actor, ScheduleId id, CancellationToken ct)
    {
        if (actor.Refuse(Permission.See) is { } refused) return refused;
        var view = await ScheduleView.In(db, actor.Workspace).SingleOrDefaultAsync(v => v.Row.Id == id, ct);
        if (view is null) return new Problem.NotFound("schedule");
        var calendars = await recurrences.CalendarsAsync(actor.Workspace, ct);
        return ScheduleWire.Of(view, recurrences.Stored(view.Row.ScheduleType, view.Row.ScheduleConfigJson, calendars).Describe());
    }
}
