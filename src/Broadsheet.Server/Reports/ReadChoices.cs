using Broadsheet.Core;
using Broadsheet.Core.Access;
using Broadsheet.Core.Reports;
using Broadsheet.Core.Reports.Parameters;
using Broadsheet.Server.DataSources;
using Broadsheet.Server.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Broadsheet.Server.Reports;

/// <summary>What a form may offer for one parameter of a report: its own choices, or the first 1,000 that its query gives.</summary>
internal sealed class ReadChoices(AppDb db, ReportLibrary library, DataSourceCatalog sources)
{
    private const int Most = 1_000;

    public async Task<Result<ChoicesWire>> RunAsync(Actor actor, TemplateId id, string? parameter, CancellationToken ct)
    {
        if (actor.Refuse(Permission.See) is { } refused) return refused;
        var row = await db.Templates.AsNoTracking().SingleOrDefaultAsync(t => t.WorkspaceId == actor.Workspace && t.Id == id, ct);
        if (row is null) return new Problem.NotFound("report");
        var document = library.Known(row).Document;
        var names = document.Parameters.Select(p => p.Name).ToList();
        if (document.Parameters.FirstOrDefault(p => p.Name == parameter) is not { } known)
            return new Problem.Invalid("parameter", "unknown-parameter", $"Say which parameter of this report: {string.Join(", ", names)}.", Nearest.To(parameter ?? "", names));
        return known.ChoicesSql is { } sql ? await AskAsync(actor, document, known, sql, ct) : new ChoicesWire(known.Choices);
    }

    private async Task<Result<ChoicesWire>> AskAsync(Actor actor, ReportDocument document, Parameter parameter, string sql, CancellationToken ct)
    {
        var source = await sources.OpenAsync(actor.Workspace, parameter.ChoicesSource ?? document.Source ?? "", ct);
        if (!source.IsOk) return source.Problem;
        var opened = await source.Value.OpenAsync(new(RenderLimits.Preview, DateTimeZone.Utc), ct);
        if (!opened.IsOk) return opened.Problem;
        await using var session = opened.Value;
        try
        {
            var asked = await session.QueryAsync(new(parameter.Name, sql, parameter.ChoicesSource, 1), [], ct);
            if (!asked.IsOk) return asked.Problem;
            await using var rows = asked.Value;
            var items = new List<string>();
            while (items.Count < Most && await rows.NextAsync(ct))
                if (!rows.Row[0].IsNull) items.Add(rows.Row[0].ToString());
            return new ChoicesWire(items);
        }
        catch (ReportException failure)
        {
            return failure.Problem;
        }
    }
}

/// <summary>Values that a form offers; a filter may hold others where they come from data.</summary>
internal sealed record ChoicesWire(IReadOnlyList<string> Items);
