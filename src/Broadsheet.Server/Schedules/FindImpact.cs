using Broadsheet.Core;
using Broadsheet.Core.Access;
using Broadsheet.Core.Calendars;
using Broadsheet.Core.Connections;
using Broadsheet.Core.DataSources;
using Broadsheet.Core.Reports;
using Broadsheet.Server.DataSources;
using Broadsheet.Server.Http;
using Broadsheet.Server.Storage;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Server.Schedules;

/// <summary><c>type</c> is template, data_source, connection, calendar or member; <c>id</c> is the id of one.</summary>
internal sealed record ImpactQuery([FromQuery(Name = "type")] string? Type, [FromQuery(Name = "id")] string? Id);

/// <summary>What is touched when something is changed or removed. The reports are those that read a data source.</summary>
internal sealed record ImpactWire(IReadOnlyList<string> Reports, IReadOnlyList<TouchedScheduleWire> Schedules);

/// <summary>Which schedules depend on a report, source, connection, calendar or person: asked before one is changed or removed.</summary>
internal sealed class FindImpact(AppDb db, ReportsReading reading, FindSchedulesUsing sending)
{
    private static readonly string[] Types = ["template", "data_source", "connection", "calendar", "member"];

    public async Task<Result<ImpactWire>> RunAsync(Actor actor, ImpactQuery query, CancellationToken ct)
    {
        if (actor.Refuse(Permission.See) is { } refused) return refused;
        var errors = new List<FieldError>();
        if (!Types.Contains(query.Type)) errors.Add(new("type", "unknown-type", $"“type” is one of: {string.Join(", ", Types)}.", null, Nearest.To(query.Type ?? "", Types)));
        if (!Guid.TryParse(query.Id, out var id)) errors.Add(new("id", "wrong-type", "“id” is the id of one (a UUID)."));
        if (errors.Count > 0) return new Problem.Invalid(errors);
        var schedules = db.Schedules.AsNoTracking().Where(s => s.WorkspaceId == actor.Workspace);
        return query.Type switch
        {
            "template" => await OfReportAsync(actor, new TemplateId(id), schedules, ct),
            "member" => await OfMemberAsync(actor, new PersonId(id), schedules, ct),
            "calendar" => await OfCalendarAsync(actor, new CalendarId(id), schedules, ct),
            "connection" => await OfConnectionAsync(actor, new ConnectionId(id), schedules, ct),
            _ => await OfSourceAsync(actor, new DataSourceId(id), schedules, ct),
        };
    }

    /// <summary>The schedules alone, of something that was just found and changed; none once it is gone.</summary>
    public async Task<IReadOnlyList<TouchedScheduleWire>> TouchedAsync(Actor actor, string kind, Guid id, CancellationToken ct) =>
        await RunAsync(actor, new(kind, id.ToString()), ct) is { IsOk: true } found ? found.Value.Schedules : [];

    private async Task<Result<ImpactWire>> OfReportAsync(Actor actor, TemplateId id, IQueryable<ScheduleRow> schedules, CancellationToken ct) =>
        await db.Templates.AnyAsync(t => t.WorkspaceId == actor.Workspace && t.Id == id, ct)
            ? await AnswerAsync(actor, [], schedules.Where(s => s.TemplateId == id), ct) : new Problem.NotFound("report");

    private async Task<Result<ImpactWire>> OfMemberAsync(Actor actor, PersonId id, IQueryable<ScheduleRow> schedules, CancellationToken ct) =>
        await db.Memberships.AnyAsync(m => m.WorkspaceId == actor.Workspace && m.PersonId == id, ct)
            ? await AnswerAsync(actor, [], schedules.Where(s => s.OwnerId == id), ct) : new Problem.NotFound("member");

    private async Task<Result<ImpactWire>> OfCalendarAsync(Actor actor, CalendarId id, IQueryable<ScheduleRow> schedules, CancellationToken ct)
    {
        if (!await db.Calendars.AnyAsync(c => c.WorkspaceId == actor.Workspace && c.Id == id, ct)) return new Problem.NotFound("calendar");
        var all = await schedules.Select(s => new { s.Id, s.ScheduleConfigJson }).ToListAsync(ct);
        var text = id.ToString();
        var ids = all.FindAll(s => s.ScheduleConfigJson.Contains(text, StringComparison.OrdinalIgnoreCase)).ConvertAll(s => s.Id);
        return await AnswerAsync(actor, [], schedules.Where(s => ids.Contains(s.Id)), ct);
    }

    private async Task<Result<ImpactWire>> OfConnectionAsync(Actor actor, ConnectionId id, IQueryable<ScheduleRow> schedules, CancellationToken ct)
    {
        var row = await db.Connections.AsNoTracking().SingleOrDefaultAsync(c => c.WorkspaceId == actor.Workspace && c.Id == id, ct);
        if (row is null) return new Problem.NotFound("connection");
        var ids = await sending.IdsAsync(row, ct);
        return await AnswerAsync(actor, [], schedules.Where(s => ids.Contains(s.Id)), ct);
    }

    private async Task<Result<ImpactWire>> OfSourceAsync(Actor actor, DataSourceId id, IQueryable<ScheduleRow> schedules, CancellationToken ct)
    {
        var name = await db.DataSources.Where(s => s.WorkspaceId == actor.Workspace && s.Id == id).Select(s => s.Name).SingleOrDefaultAsync(ct);
        if (name is null) return new Problem.NotFound("data source");
        var reports = await reading(actor.Workspace, name, ct);
        var templates = await db.Templates.Where(t => t.WorkspaceId == actor.Workspace && reports.Contains(t.ReportType)).Select(t => t.Id).ToListAsync(ct);
        return await AnswerAsync(actor, reports, schedules.Where(s => templates.Contains(s.TemplateId)), ct);
    }

    private async Task<Result<ImpactWire>> AnswerAsync(Actor actor, IReadOnlyList<string> reports, IQueryable<ScheduleRow> schedules, CancellationToken ct)
    {
        var found = await (
            from s in schedules
            join t in db.Templates.Where(t => t.WorkspaceId == actor.Workspace) on s.TemplateId equals t.Id
            join p in db.People on s.OwnerId equals p.Id
            orderby s.Name, s.Id
            select new { s.Id, s.Name, t.ReportType, p.Email, s.Enabled, s.NextRunAt }).ToListAsync(ct);
        return new ImpactWire(reports, [.. found.Select(s => new TouchedScheduleWire(s.Id.Value, s.Name, s.ReportType, s.Email, s.Enabled,
            s.Enabled && s.NextRunAt < ScheduleRow.Never ? s.NextRunAt : null))]);
    }
}
