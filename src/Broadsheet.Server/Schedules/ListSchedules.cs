using Broadsheet.Core;
using Broadsheet.Core.Access;
using Broadsheet.Core.Schedules;
using Broadsheet.Server.Http;
using Broadsheet.Server.Storage;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Server.Schedules;

/// <summary>What narrows a list of schedules; all that is given must hold.</summary>
internal sealed record ScheduleFilter(
    [FromQuery(Name = "q")] string? Q,
    [FromQuery(Name = "enabled")] string? Enabled,
    [FromQuery(Name = "state")] string? State,
    [FromQuery(Name = "owner")] string? Owner,
    [FromQuery(Name = "report_type")] string? ReportType,
    [FromQuery(Name = "channel")] string? Channel);

/// <summary>The workspace's schedules, newest first.</summary>
internal sealed class ListSchedules(AppDb db, Recurrences recurrences)
{
    public async Task<Result<Page<ScheduleWire>>> RunAsync(Actor actor, PageQuery page, ScheduleFilter filter, CancellationToken ct)
    {
        if (actor.Refuse(Permission.See) is { } refused) return refused;
        var read = page.Read();
        var errors = read.Problem is Problem.Invalid invalid ? [.. invalid.Errors] : new List<FieldError>();
        var rows = Narrow(ScheduleView.In(db, actor.Workspace), filter, errors);
        if (errors.Count > 0) return new Problem.Invalid(errors);
        var before = new ScheduleId(read.Value.Before);
        var found = await rows.Where(v => v.Row.Id < before).OrderByDescending(v => v.Row.Id).Take(read.Value.Limit + 1).ToListAsync(ct);
        var calendars = await recurrences.CalendarsAsync(actor.Workspace, ct);
        return Page<ScheduleWire>.Of(found, read.Value.Limit, v => v.Row.Id.Value,
            v => ScheduleWire.Of(v, recurrences.Stored(v.Row.ScheduleType, v.Row.ScheduleConfigJson, calendars).Describe()));
    }

    private static IQueryable<ScheduleView> Narrow(IQueryable<ScheduleView> rows, ScheduleFilter filter, List<FieldError> errors)
    {
        if (filter.Q is { Length: > 0 } q)
        {
            var part = q.ToLowerInvariant();
            rows = rows.Where(v => v.Row.Name.ToLower().Contains(part) || v.ReportType.Contains(part));
        }

        if (filter.Enabled is { } flag)
        {
            if (bool.TryParse(flag, out var enabled)) rows = rows.Where(v => v.Row.Enabled == enabled);
            else errors.Add(new("enabled", "wrong-type", "“enabled” is true or false."));
        }

        if (filter.Owner is { } owner) rows = Guid.TryParse(owner, out var id)
            ? rows.Where(v => v.Row.OwnerId == new PersonId(id))
            : rows.Where(v => v.OwnerEmail == owner);
        if (filter.ReportType is { } type) rows = rows.Where(v => v.ReportType == type);
        if (filter.Channel is { } channel) rows = rows.Where(v => v.Row.Channels.Contains("," + channel + ","));
        return filter.State is { } state ? InState(rows, state, errors) : rows;
    }

    private static IQueryable<ScheduleView> InState(IQueryable<ScheduleView> rows, string given, List<FieldError> errors)
    {
        if (Word<ScheduleState>.Find(given) is not { } state)
        {
            errors.Add(new("state", "unknown-state", $"“state” is one of: {string.Join(", ", Word<ScheduleState>.All)}."));
            return rows;
        }

        return state switch
        {
            ScheduleState.Paused => rows.Where(v => !v.Row.Enabled),
            ScheduleState.NeverRan => rows.Where(v => v.Row.Enabled && v.Row.LastStatus == null),
            ScheduleState.Failing => rows.Where(v => v.Row.Enabled && (v.Row.LastStatus == "failed" || v.Row.LastStatus == "partially_failed")),
            ScheduleState.Ok => rows.Where(v => v.Row.Enabled && v.Row.LastStatus != null && v.Row.LastStatus != "failed" && v.Row.LastStatus != "partially_failed"),
        };
    }
}
