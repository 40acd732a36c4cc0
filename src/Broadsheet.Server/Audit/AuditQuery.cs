using Broadsheet.Core;
using Broadsheet.Core.Access;
using Broadsheet.Core.Workspaces;
using Broadsheet.Server.Storage;
using Microsoft.AspNetCore.Mvc;
using NodaTime;
using NodaTime.Text;

namespace Broadsheet.Server.Audit;

/// <summary>
/// Which entries. <paramref name="Person"/> is an id; from and to are instants, the end excluded; <c>action</c> may end in <c>.*</c>;
/// <paramref name="Q"/> is looked for in the actor, the action, the object's name and id, and the origin.
/// </summary>
internal sealed record AuditQuery(
    [FromQuery(Name = "action")] string? Action,
    [FromQuery(Name = "object_type")] string? ObjectType,
    [FromQuery(Name = "object_id")] string? ObjectId,
    [FromQuery(Name = "person")] string? Person,
    [FromQuery(Name = "report_type")] string? ReportType,
    [FromQuery(Name = "outcome")] string? Outcome,
    [FromQuery(Name = "from")] string? From,
    [FromQuery(Name = "to")] string? To,
    [FromQuery(Name = "q")] string? Q)
{
    private const int LongestSearch = 200;

    /// <summary>The matching rows of one workspace, in no order; all errors at once.</summary>
    public Result<IQueryable<AuditRow>> Of(AppDb db, WorkspaceId workspace)
    {
        var errors = new List<FieldError>();
        var from = At("from", From, errors);
        var to = At("to", To, errors);
        Guid person = default;
        if (Person is not null && !Guid.TryParse(Person, out person)) errors.Add(new("person", "wrong-type", "“person” is the id of a person (a UUID)."));
        if (Outcome is not (null or "done" or "failed")) errors.Add(new("outcome", "unknown-outcome", "“outcome” is done or failed.", null, Nearest.To(Outcome, ["done", "failed"])));
        if (Q?.Length > LongestSearch) errors.Add(new("q", "too-long", $"“q” has at most {LongestSearch} characters."));
        if (new[] { Action, ObjectType, ObjectId, ReportType, Q }.Any(t => t?.Contains('\0', StringComparison.Ordinal) == true)) errors.Add(new("", "control-character", "The NUL character is in no entry."));
        if (errors.Count > 0) return new Problem.Invalid(errors);

        var rows = Plain(db.AuditEntries.Where(e => e.WorkspaceId == workspace));
        if (Person is not null) rows = rows.Where(e => e.PersonId == new PersonId(person));
        if (Outcome is not null) rows = rows.Where(e => e.Failed == (Outcome == "failed"));
        if (from is { } start) rows = rows.Where(e => e.At >= start);
        if (to is { } end) rows = rows.Where(e => e.At < end);
        return Result<IQueryable<AuditRow>>.Ok(rows);
    }

    private IQueryable<AuditRow> Plain(IQueryable<AuditRow> rows)
    {
        if (Action?.EndsWith(".*", StringComparison.Ordinal) == true) rows = rows.Where(e => e.Action.StartsWith(Action.Substring(0, Action.Length - 1)));
        else if (Action is not null) rows = rows.Where(e => e.Action == Action);
        if (ObjectType is not null) rows = rows.Where(e => e.ObjectType == ObjectType);
        if (ObjectId is not null) rows = rows.Where(e => e.ObjectId == ObjectId);
        if (ReportType is not null) rows = rows.Where(e => e.ReportType == ReportType);
        if (string.IsNullOrWhiteSpace(Q)) return rows;
        var wanted = Q.Trim().ToLowerInvariant();
        return rows.Where(e => e.Actor.ToLower().Contains(wanted) || e.Action.Contains(wanted) || e.ObjectId.Contains(wanted) || e.Origin.Contains(wanted)
            || (e.ObjectName != null && e.ObjectName.ToLower().Contains(wanted)));
    }

    public static Instant? At(string field, string? text, List<FieldError> errors)
    {
        if (text is null) return null;
        if (InstantPattern.ExtendedIso.Parse(text) is { Success: true } instant) return instant.Value;
        if (OffsetDateTimePattern.Rfc3339.Parse(text) is { Success: true } zoned) return zoned.Value.ToInstant();
        errors.Add(new(field, "wrong-type", $"“{field}” is an instant such as 2026-11-23T08:00:00Z."));
        return null;
    }
}
