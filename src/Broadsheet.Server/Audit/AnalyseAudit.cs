using Broadsheet.Core;
using Broadsheet.Core.Access;
using Broadsheet.Server.Storage;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Broadsheet.Server.Audit;

/// <summary>Instants, the end excluded; the last thirty days where nothing is said.</summary>
internal sealed record AuditPeriod([FromQuery(Name = "from")] string? From, [FromQuery(Name = "to")] string? To);

/// <summary>What the log says in numbers: actions over time, by person and by object, what failed, and which reports are used.</summary>
internal sealed class AnalyseAudit(AppDb db, Clock clock)
{
    private const int Top = 20;
    private static readonly Duration Usual = Duration.FromDays(30);
    private static readonly Duration Longest = Duration.FromDays(366);

    public async Task<Result<AuditAnalytics>> RunAsync(Actor actor, AuditPeriod period, CancellationToken ct)
    {
        if (actor.Refuse(Permission.ReadAudit) is { } refused) return refused;
        var errors = new List<FieldError>();
        var to = AuditQuery.At("to", period.To, errors) ?? clock.Now + Duration.Epsilon;
        var from = AuditQuery.At("from", period.From, errors) ?? to - Usual;
        if (errors.Count == 0 && from >= to) errors.Add(new("from", "after-the-end", "“from” must be before “to”."));
        if (errors.Count == 0 && to - from > Longest) errors.Add(new("from", "too-long", "At most 366 days at once."));
        if (errors.Count > 0) return new Problem.Invalid(errors);

        var rows = db.AuditEntries.AsNoTracking().Where(e => e.WorkspaceId == actor.Workspace && e.At >= from && e.At < to);
        var days = await AuditDays.CountAsync(db, actor.Workspace, from, to, ct);
        return new AuditAnalytics
        {
            From = from,
            To = to,
            Entries = days.Sum(d => d.Count),
            Failed = days.Sum(d => d.Failed),
            OverTime = [.. days.Select(d => new AuditDayWire(d.Day, d.Count, d.Failed))],
            ByAction = await ByActionAsync(rows, ct),
            ByPerson = await ByPersonAsync(rows, ct),
            ByObject = await ByObjectAsync(rows, ct),
            Failures = await ByActionAsync(rows.Where(e => e.Failed), ct),
            Reports = await ByReportAsync(rows, ct),
        };
    }

    private static Task<List<AuditActionWire>> ByActionAsync(IQueryable<AuditRow> rows, CancellationToken ct) =>
        rows.GroupBy(e => e.Action).Select(g => new { g.Key, Count = g.LongCount(), Last = g.Max(e => e.At) })
            .OrderByDescending(g => g.Count).ThenBy(g => g.Key).Take(Top).Select(g => new AuditActionWire(g.Key, g.Count, g.Last)).ToListAsync(ct);

    private static async Task<List<AuditPersonWire>> ByPersonAsync(IQueryable<AuditRow> rows, CancellationToken ct) =>
        [.. (await rows.GroupBy(e => new { e.PersonId, e.Actor }).Select(g => new { g.Key, Count = g.LongCount(), Failed = g.LongCount(e => e.Failed), Last = g.Max(e => e.At) })
            .OrderByDescending(g => g.Count).ThenBy(g => g.Key.Actor).Take(Top).ToListAsync(ct)).Select(g => new AuditPersonWire(g.Key.PersonId?.Value, g.Key.Actor, g.Count, g.Failed, g.Last))];

    private static Task<List<AuditObjectWire>> ByObjectAsync(IQueryable<AuditRow> rows, CancellationToken ct) =>
        rows.GroupBy(e => new { e.ObjectType, e.ObjectId }).Select(g => new { g.Key, Name = g.Max(e => e.ObjectName), Count = g.LongCount(), Last = g.Max(e => e.At) })
            .OrderByDescending(g => g.Count).ThenBy(g => g.Key.ObjectId).Take(Top).Select(g => new AuditObjectWire(g.Key.ObjectType, g.Key.ObjectId, g.Name, g.Count, g.Last)).ToListAsync(ct);

    private static async Task<List<AuditReportWire>> ByReportAsync(IQueryable<AuditRow> rows, CancellationToken ct)
    {
        var found = await rows.Where(e => e.ReportType != null).GroupBy(e => e.ReportType!).Select(g => new
        {
            g.Key,
            Uses = g.LongCount(e => !e.Failed),
            Reads = g.LongCount(e => e.Action == "artifact.read" || e.Action == "artifact.read_by_link"),
            Sent = g.LongCount(e => e.Action == "delivery.sent"),
            Rendered = g.LongCount(e => e.Action == "template.rendered"),
            People = g.Select(e => e.PersonId).Distinct().Count(),
            Last = g.Max(e => e.At),
        }).OrderByDescending(g => g.Uses).ThenBy(g => g.Key).Take(Top).ToListAsync(ct);
        return [.. found.Select(g => new AuditReportWire(g.Key, g.Uses, g.Reads, g.Sent, g.Rendered, g.People, g.Last))];
    }
}
