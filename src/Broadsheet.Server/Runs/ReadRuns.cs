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
    [FromQuery(Name = "report_type")] string? ReportType);

/// <summary>One run, and lists of them, newest first.</summary>
internal sealed class ReadRuns(AppDb db)
{
    public async Task<Result<RunWire>> OneAsync(Actor actor, RunId id, CancellationToken ct)
    {
        if (actor.Refuse(Permission.See) is { } refused) return refused;
        var row = await db.Runs.AsNoTracking().SingleOrDefaultAsync(r => r.WorkspaceId == actor.Workspace && r.Id == id, ct);
        return row is null ? new Problem.NotFound("run") : (await WireAsync(actor, [row], ct))[0];
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
        var read = page.Read();
        var errors = read.Problem is Problem.Invalid invalid ? [.. invalid.Errors] : new List<FieldError>();
        var rows = Narrow(db.Runs.AsNoTracking().Where(r => r.WorkspaceId == actor.Workspace), filter, errors);
        if (errors.Count > 0) return new Problem.Invalid(errors);
        var before = new RunId(read.Value.Before);
        var found = await rows.Where(r => r.Id < before).OrderByDescending(r => r.Id).Take(read.Value.Limit + 1).ToListAsync(ct);
        var wires = (await WireAsync(actor, found.Take(read.Value.Limit).ToList(), ct)).ToDictionary(w => w.Id);
        return Page<RunWire>.Of(found, read.Value.Limit, r => r.Id.Value, r => wires[r.Id.Value]);
    }

    private async Task<List<RunWire>> WireAsync(Actor actor, List<RunRow> rows, CancellationToken ct)
    {
        var ids = rows.ConvertAll(r => r.Id);
        var artifacts = (await db.Artifacts.AsNoTracking().Where(a => a.WorkspaceId == actor.Workspace && ids.Contains(a.RunId)).OrderBy(a => a.Id).ToListAsync(ct)).ToLookup(a => a.RunId);
        var known = rows.ConvertAll(r => (RunId?)r.Id);
        var deliveries = (await db.Deliveries.AsNoTracking().Where(d => d.WorkspaceId == actor.Workspace && known.Contains(d.RunId)).OrderBy(d => d.Id).ToListAsync(ct)).ToLookup(d => d.RunId);
        return rows.ConvertAll(r => RunWire.Of(r, artifacts[r.Id], deliveries[r.Id]));
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
        if (given == "running") return rows.Where(r => r.Status == RunState.Running || r.Status == RunState.Delivering);
        if (Word<RunState>.Find(given) is { } state and not RunState.Delivering) return rows.Where(r => r.Status == state);
        errors.Add(new("status", "unknown-status", "“status” is one of: queued, running, succeeded, partially_failed, failed, skipped, cancelled.", null, Nearest.To(given, Word<RunState>.All)));
        return rows;
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
