using Broadsheet.Core;
using Broadsheet.Core.Access;
using Broadsheet.Core.Runs;
using Broadsheet.Core.Schedules;
using Broadsheet.Server.Http;
using Broadsheet.Server.Storage;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;

namespace Broadsheet.Server.Runs;

/// <summary>What narrows a list of runs; all that is given must hold. <c>from</c> and <c>to</c> are about scheduled_for.</summary>
internal sealed record RunFilter(
    [FromQuery(Name = "schedule_id")] string? ScheduleId,
    [FromQuery(Name = "status")] string? Status,
    [FromQuery(Name = "from")] string? From,
    [FromQuery(Name = "to")] string? To,
    [FromQuery(Name = "report_type")] string? ReportType,
    [FromQuery(Name = "total")] string? Total = null);

/// <summary>One run, and lists of them, newest first: a schedule's by what they were for, a workspace's by when they were made.</summary>
internal sealed class ReadRuns(AppDb db)
{
    private const int MostExpected = 20;

    public async Task<Result<RunWire>> OneAsync(Actor actor, RunId id, CancellationToken ct)
    {
        if (actor.Refuse(Permission.See) is { } refused) return refused;
        var row = await db.Runs.AsNoTracking().SingleOrDefaultAsync(r => r.WorkspaceId == actor.Workspace && r.Id == id, ct);
        if (row is null) return new Problem.NotFound("run");
        var previous = row.ScheduleId is null ? null : await RunHistory.Before(db.Runs.Where(r => r.WorkspaceId == actor.Workspace && r.ScheduleId == row.ScheduleId), row.ScheduledFor, id)
            .Select(r => (RunId?)r.Id).FirstOrDefaultAsync(ct);
        return (await WireAsync(actor, [row], ct))[0] with { PreviousRunId = previous?.Value };
    }

    public async Task<Result<Page<RunWire>>> OfScheduleAsync(Actor actor, ScheduleId schedule, PageQuery page, CancellationToken ct)
    {
        if (actor.Refuse(Permission.See) is { } refused) return refused;
        var known = await db.Schedules.AnyAsync(s => s.WorkspaceId == actor.Workspace && s.Id == schedule, ct)
            || await db.Runs.AnyAsync(r => r.WorkspaceId == actor.Workspace && r.ScheduleId == schedule, ct);
        if (!known) return new Problem.NotFound("schedule");
        return await ListAsync(actor, page, new RunFilter(schedule.ToString(), null, null, null, null), ct);
    }

    public async Task<Result<Page<RunWire>>> ListAsync(Actor actor, PageQuery page, RunFilter filter, CancellationToken ct)
    {
        if (actor.Refuse(Permission.See) is { } refused) return refused;
        var read = (page with { Cursor = null }).Read();
        var errors = read.Problem is Problem.Invalid invalid ? [.. invalid.Errors] : new List<FieldError>();
        var rows = Narrow(db.Runs.AsNoTracking().Where(r => r.WorkspaceId == actor.Workspace), filter, errors);
        var history = filter.ScheduleId is not null;
        var ordered = history ? RunHistory.Apply(rows, page.Cursor) : Newest(rows, page.Cursor);
        if (ordered is null) errors.Add(new("cursor", "unknown-cursor", "This cursor is not one from “next_cursor” of such a list."));
        if (errors.Count > 0) return new Problem.Invalid(errors);
        var limit = read.Value.Limit;
        var found = await ordered!.Take(limit + 1).ToListAsync(ct);
        var shown = found.Take(limit).ToList();
        return new Page<RunWire>(await WireAsync(actor, shown, ct), found.Count > limit ? history ? RunHistory.CursorAfter(shown[^1]) : Cursor.Write(shown[^1].Id.Value) : null)
        {
            Total = filter.Total == "true" ? await rows.CountAsync(ct) : null,
        };
    }

    private static IQueryable<RunRow>? Newest(IQueryable<RunRow> rows, string? cursor)
    {
        if (cursor is null) return rows.OrderByDescending(r => r.Id);
        return Cursor.Read(cursor) is { } given && new RunId(given) is var before ? rows.Where(r => r.Id < before).OrderByDescending(r => r.Id) : null;
    }

    private async Task<List<RunWire>> WireAsync(Actor actor, List<RunRow> rows, CancellationToken ct)
    {
        var ids = rows.ConvertAll(r => r.Id);
        var artifacts = (await db.Artifacts.AsNoTracking().Where(a => a.WorkspaceId == actor.Workspace && ids.Contains(a.RunId)).OrderBy(a => a.Id).ToListAsync(ct)).ToLookup(a => a.RunId);
        var known = rows.ConvertAll(r => (RunId?)r.Id);
        var deliveries = (await db.Deliveries.AsNoTracking().Where(d => d.WorkspaceId == actor.Workspace && known.Contains(d.RunId)).OrderBy(d => d.Id).ToListAsync(ct)).ToLookup(d => d.RunId);
        var starters = rows.Where(r => r.RequestedBy is not null).Select(r => r.RequestedBy!.Value).Distinct().ToList();
        var names = starters.Count == 0 ? [] : await db.People.Where(p => starters.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => p.Name, ct);
        var expected = await ExpectedAsync(actor, rows, ct);
        return rows.ConvertAll(r => RunWire.Of(r, artifacts[r.Id], deliveries[r.Id]) with
        {
            RequestedBy = r.RequestedBy is { } by ? new(by.Value, names.GetValueOrDefault(by, "")) : null,
            ExpectedSeconds = r.ScheduleId is { } schedule && expected.TryGetValue(schedule, out var seconds) ? seconds : null,
        });
    }

    /// <summary>By schedule, of those that have a run open: the mean of the last five that succeeded.</summary>
    private async Task<Dictionary<ScheduleId, double>> ExpectedAsync(Actor actor, List<RunRow> rows, CancellationToken ct)
    {
        var found = new Dictionary<ScheduleId, double>();
        foreach (var schedule in rows.Where(r => r.FinishedAt is null && r.ScheduleId is not null).Select(r => r.ScheduleId!.Value).Distinct().Take(MostExpected))
        {
            var took = await db.Runs.Where(r => r.WorkspaceId == actor.Workspace && r.ScheduleId == schedule && r.Status == RunState.Succeeded && r.StartedAt != null)
                .OrderByDescending(r => r.ScheduledFor).Take(5).Select(r => new { r.StartedAt, r.FinishedAt }).ToListAsync(ct);
            if (took.Count > 0) found[schedule] = took.Average(t => (t.FinishedAt!.Value - t.StartedAt!.Value).TotalSeconds);
        }

        return found;
    }

    private static IQueryable<RunRow> Narrow(IQueryable<RunRow> rows, RunFilter filter, List<FieldError> errors)
    {
        if (filter.ScheduleId is { } given)
        {
            if (Guid.TryParse(given, out var id)) rows = rows.Where(r => r.ScheduleId == new ScheduleId(id));
            else errors.Add(new("schedule_id", "wrong-type", "“schedule_id” is an id (a UUID)."));
        }

        if (filter.Status is { } status) rows = InStatus(rows, status, errors);
        if (filter.From is not null && InstantOf("from", filter.From, errors) is { } from) rows = rows.Where(r => r.ScheduledFor >= from);
        if (filter.To is not null && InstantOf("to", filter.To, errors) is { } to) rows = rows.Where(r => r.ScheduledFor <= to);
        return filter.ReportType is { } type ? rows.Where(r => r.ReportType == type) : rows;
    }

    private static IQueryable<RunRow> InStatus(IQueryable<RunRow> rows, string given, List<FieldError> errors)
    {
        var states = new List<RunState>();
        foreach (var word in given.Split(',', StringSplitOptions.TrimEntries))
        {
            if (word == "running") states.AddRange([RunState.Running, RunState.Delivering]);
            else if (Word<RunState>.Find(word) is { } state and not RunState.Delivering) states.Add(state);
            else errors.Add(new("status", "unknown-status", "“status” is one or more, with commas, of: queued, running, succeeded, partially_failed, failed, skipped, cancelled.", null, Nearest.To(word, Word<RunState>.All)));
        }

        return states is [var only] ? rows.Where(r => r.Status == only) : rows.Where(r => states.Contains(r.Status));
    }

    /// <summary>An instant of a query string; null and an error when it is none.</summary>
    public static Instant? InstantOf(string field, string text, List<FieldError> errors)
    {
        if (InstantPattern.ExtendedIso.Parse(text) is { Success: true } instant) return instant.Value;
        if (OffsetDateTimePattern.Rfc3339.Parse(text) is { Success: true } zoned) return zoned.Value.ToInstant();
        if (LocalDatePattern.Iso.Parse(text) is { Success: true } day) return day.Value.AtStartOfDayInZone(DateTimeZone.Utc).ToInstant();
        errors.Add(new(field, "wrong-type", $"“{field}” is an instant such as 2026-11-23T08:00:00Z, or a date.", null, "2026-11-23T08:00:00Z"));
        return null;
    }
}
