using System.Text.Json.Nodes;
using Broadsheet.Core;
using Broadsheet.Core.Access;
using Broadsheet.Core.Calendars;
using Broadsheet.Core.Workspaces;
using Broadsheet.Server.Audit;
using Broadsheet.Server.Http;
using Broadsheet.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Server.Calendars;

/// <summary>Told after a calendar's days changed: what leaves them out is due at other times now.</summary>
internal delegate Task CalendarChanged(WorkspaceId workspace, CalendarId calendar, CancellationToken ct);

/// <summary>Makes and replaces holiday calendars.</summary>
internal sealed class SaveCalendar(AppDb db, Clock clock, AuditLog audit, CalendarChanged changed)
{
    private const int MaxName = 200;

    public async Task<Result<CalendarWire>> CreateAsync(Actor actor, Result<CalendarBody> body, CancellationToken ct)
    {
        if (actor.Refuse(Permission.ManageSources) is { } refused) return refused;
        var valid = Check(body);
        if (!valid.IsOk) return valid.Problem;
        var now = clock.Now;
        var row = new CalendarRow
        {
            WorkspaceId = actor.Workspace, Id = new CalendarId(clock.NewId()), Name = valid.Value.Name, DatesJson = HolidayDates.ToJson(valid.Value.Dates!), CreatedAt = now, UpdatedAt = now,
        };
        db.Calendars.Add(row);
        audit.Add(actor, "calendar.created", "calendar", row.Id, row.Name, null, Snapshot(row));
        return await SaveAsync(row, ct);
    }

    /// <param name="ifMatch">The If-Match header; null where none was sent.</param>
    public async Task<Result<CalendarWire>> ReplaceAsync(Actor actor, CalendarId id, Result<CalendarBody> body, string? ifMatch, CancellationToken ct)
    {
        if (actor.Refuse(Permission.See) is { } hidden) return hidden;
        var row = await db.Calendars.AsTracking().SingleOrDefaultAsync(c => c.WorkspaceId == actor.Workspace && c.Id == id, ct);
        if (row is null) return new Problem.NotFound("calendar");
        if (actor.Refuse(Permission.ManageSources) is { } refused) return refused;
        if (!ETags.Matches(ifMatch, row.Version)) return new Problem.Stale("calendar");
        var valid = Check(body);
        if (!valid.IsOk) return valid.Problem;
        var before = Snapshot(row);
        (row.Name, row.DatesJson, row.UpdatedAt) = (valid.Value.Name, HolidayDates.ToJson(valid.Value.Dates!), clock.Now);
        row.Version++;
        audit.Add(actor, "calendar.updated", "calendar", row.Id, row.Name, before, Snapshot(row));
        var saved = await SaveAsync(row, ct);
        if (saved.IsOk) await changed(actor.Workspace, id, ct);
        return saved;
    }

    private async Task<Result<CalendarWire>> SaveAsync(CalendarRow row, CancellationToken ct)
    {
        try
        {
            await db.SaveChangesAsync(ct);
            return CalendarWire.Of(row);
        }
        catch (DbUpdateConcurrencyException)
        {
            return new Problem.Stale("calendar");
        }
        catch (DbUpdateException e) when (db.Dialect.IsUniqueViolation(e))
        {
            return new Problem.Invalid("name", "taken", $"There is a calendar “{row.Name}” already.");
        }
    }

    private Result<CalendarBody> Check(Result<CalendarBody> body)
    {
        if (!body.IsOk) return body;
        var errors = new List<FieldError>();
        var name = body.Value.Name.Trim();
        if (name.Length is 0 or > MaxName || name.Any(char.IsControl)) errors.Add(new("name", "length", $"A name has 1 to {MaxName} characters on one line."));
        var imported = body.Value.Ics is { } file ? HolidayDates.Import(file, clock.Now.InUtc().Year) : Result<IReadOnlyList<HolidayWire>>.Ok([]);
        if (imported.Problem is Problem.Invalid bad) errors.AddRange(bad.Errors);
        var dates = HolidayDates.Check([.. body.Value.Dates ?? [], .. imported.Value ?? []]);
        if (dates.Problem is Problem.Invalid invalid) errors.AddRange(invalid.Errors);
        return errors.Count > 0 ? new Problem.Invalid(errors) : body.Value with { Name = name, Dates = dates.Value };
    }

    private static JsonObject Snapshot(CalendarRow row) => new() { ["name"] = row.Name, ["dates"] = JsonNode.Parse(row.DatesJson) };
}
