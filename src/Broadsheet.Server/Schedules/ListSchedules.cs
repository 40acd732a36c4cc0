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
    [FromQuery(Name = "channel")] string? Channel,
    [FromQuery(Name = "sort")] string? Sort = null,
    [FromQuery(Name = "recent")] string? Recent = null,
    [FromQuery(Name = "total")] string? Total = null);

/// <summary>
/// The workspace's schedules, newest first or as <c>sort</c> says; with their last runs where <c>recent</c> says how many, and their number
/// where <c>total=true</c>.
/// </summary>
internal sealed class ListSchedules(AppDb db, Recurrences recurrences)
{
    private const int MostRecent = 50;

    public async Task<Result<Page<ScheduleWire>>> RunAsync(Actor actor, PageQuery page, ScheduleFilter filter, CancellationToken ct)
    {
        if (actor.Refuse(Permission.See) is { } refused) return refused;
        var read = (page with { Cursor = null }).Read();
        var errors = read.Problem is Problem.Invalid invalid ? [.. invalid.Errors] : new List<FieldError>();
        var limit = read.Value.Limit;
        var order = ScheduleOrder.Read(filter.Sort);
        if (order.Problem is Problem.Invalid unknown) errors.AddRange(unknown.Errors);
        var recent = RecentOf(filter.Recent, errors);
        var rows = Narrow(ScheduleView.In(db, actor.Workspace), filter, errors);
        var ordered = order.Value?.Apply(rows, EnabledOf(filter), page.Cursor);
        if (order.IsOk && ordered is null) errors.Insert(0, new("cursor", "unknown-cursor", "This cursor is not one from “next_cursor” of a list in this order."));
        if (errors.Count > 0) return new Problem.Invalid(errors);
        var found = new List<ScheduleView>();
        foreach (var part in ordered!.TakeWhile(_ => found.Count <= limit)) found.AddRange(await part.Take(limit + 1 - found.Count).ToListAsync(ct));
        var shown = found.Take(limit).ToList();
        var runs = recent > 0 ? await RecentRun.OfAsync(db, actor.Workspace, shown.ConvertAll(v => v.Row.Id), recent, ct) : null;
        var calendars = await recurrences.CalendarsAsync(actor.Workspace, ct);
        return new Page<ScheduleWire>([.. shown.Select(v => ScheduleWire.Of(v, recurrences.Stored(v.Row.ScheduleType, v.Row.ScheduleConfigJson, calendars).Describe())
            with { RecentRuns = runs is null ? null : [.. runs[v.Row.Id].Select(RecentRunWire.Of)] })], found.Count > limit ? order.Value!.CursorAfter(shown[^1]) : null)
        {
            Total = filter.Total == "true" ? await rows.CountAsync(ct) : null,
        };
    }

    /// <summary>Whether the filter leaves only enabled or only paused ones; null for both.</summary>
    private static bool? EnabledOf(ScheduleFilter filter) =>
        bool.TryParse(filter.Enabled, out var enabled) ? enabled : filter.State is null ? null : Word<ScheduleState>.Find(filter.State) is not ScheduleState.Paused;

    private static int RecentOf(string? given, List<FieldError> errors)
    {
        if (given is null) return 0;
        if (int.TryParse(given, System.Globalization.CultureInfo.InvariantCulture, out var recent) && recent is >= 0 and <= MostRecent) return recent;
        errors.Add(new("recent", "out-of-range", $"“recent” is a whole number from 0 to {MostRecent}."));
        return 0;
    }

    private static IQueryable<ScheduleView> Narrow(IQueryable<ScheduleView> rows, ScheduleFilter filter, List<FieldError> errors)
    {
        if (filter.Q is { Length: > 0 } q)
        {
            var part = q.ToLowerInvariant();
            rows = rows.Where(v => v.Row.Name.ToLower().Contains(part) || v.ReportType.Contains(part) || v.ReportTitle.ToLower().Contains(part));
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
