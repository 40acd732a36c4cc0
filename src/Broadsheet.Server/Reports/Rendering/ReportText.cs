using Broadsheet.Core;
using Broadsheet.Core.Ports;
using Broadsheet.Core.Reports;
using Broadsheet.Core.Reports.Blocks;
using Broadsheet.Core.Reports.Formatting;
using Broadsheet.Core.Reports.Parameters;
using Broadsheet.Core.Reports.Tables;
using Broadsheet.Core.Reports.Templates;

namespace Broadsheet.Server.Reports.Rendering;

/// <summary>Fills what the document says with what its queries gave. Only to be asked once these were read.</summary>
internal sealed class ReportText(RenderRequest request, ResolvedFilters filters, CellText show, Func<string, TableSummary> summary, IDocumentReader documents)
{
    private TemplateScope? scope;
    private string? title;
    private IReadOnlyList<Block>? body;

    public TemplateScope Scope => scope ??= new(
        new Dictionary<string, TemplateValue>(Names().Select(n => KeyValuePair.Create(n.Key, n.Value))) { ["title"] = Text(Title) }, show);

    public string Title => title ??= OrThrow(Template.Parse(request.Document.Title).Then(t => t.Fill(new(new Dictionary<string, TemplateValue>(Names()), show))));

    public IReadOnlyList<Block> Body => body ??= ReadBody();

    /// <summary>Label and value of each filter, for people.</summary>
    public IReadOnlyList<(string Label, string Value)> Filters =>
        [.. filters.Values.Select(v => (v.Parameter.Label ?? v.Parameter.Name, v.Range is { } range ? range.Describe(show.Culture) : string.Join(", ", v.Values.Select(c => show.Show(c)))))];

    public string FileName
    {
        get
        {
            if (request.Document.FileName is { } pattern) return OrThrow(Template.Parse(pattern).Then(t => t.Fill(Scope)));
            var range = filters.Values.FirstOrDefault(v => v.Range is not null)?.Range;
            var day = request.Slot.InZone(request.Zone).Date;
            return $"{request.Document.ReportType.Replace('_', '-')}-{(range ?? new DateRange(day, day)).Code}";
        }
    }

    private IEnumerable<KeyValuePair<string, TemplateValue>> Names()
    {
        var day = request.Slot.InZone(request.Zone).Date;
        yield return new("report_type", Text(request.Document.ReportType));
        yield return new("version", Text(request.Version));
        yield return new("slot", new TemplateValue.Scalar(Cell.Of(request.Slot)));
        yield return new("today", new TemplateValue.Scalar(Cell.Of(day)));
        yield return new("filters", Text(string.Join(" · ", Filters.Where(f => f.Value.Length > 0).Select(f => $"{f.Label}: {f.Value}"))));
        foreach (var value in filters.Values) yield return new(value.Parameter.Name, Value(value));
        foreach (var query in request.Document.Queries) yield return new(query.Name, new TemplateValue.Table(summary(query.Name)));
    }

    private TemplateValue Value(FilterValue value)
    {
        if (value.Parameter.Multiple) return new TemplateValue.Several(value.Values);
        if (value.Parameter.Type != ParameterType.Period) return new TemplateValue.Scalar(value.Values[0]);
        if (value.Range is not { } range) return new TemplateValue.Scalar(Cell.Null);
        var before = range.Before();
        return new TemplateValue.Members(
            new Dictionary<string, TemplateValue>
            {
                ["from"] = new TemplateValue.Scalar(Cell.Of(range.From)),
                ["to"] = new TemplateValue.Scalar(Cell.Of(range.To)),
                ["days"] = new TemplateValue.Scalar(Cell.Of((long)range.Days)),
                ["code"] = Text(range.Code),
                ["before"] = Text(before.Describe(show.Culture)),
            },
            Text(range.Describe(show.Culture)));
    }

    private IReadOnlyList<Block> ReadBody()
    {
        var filled = OrThrow(request.Document.Body.FillMarked(Scope));
        return Ready(OrThrow(documents.ReadBody(filled)));
    }

    /// <summary>The blocks with their tiles filled, lists and quotes included.</summary>
    private IReadOnlyList<Block> Ready(IReadOnlyList<Block> blocks) =>
    [
        .. blocks.Select(block => block switch
        {
            Block.Kpi kpi => new Block.Tiles([.. kpi.Specs.Select(spec => Tile(spec, block.Line))]) { Line = block.Line },
            Block.Quote quote => quote with { Blocks = Ready(quote.Blocks) },
            Block.ListBlock list => list with { Items = [.. list.Items.Select(Ready)] },
            _ => block,
        }),
    ];

    private Tile Tile(KpiSpec spec, int line)
    {
        var tile = TileFill.Fill(spec, Scope);
        if (tile.IsOk) return tile.Value;
        throw new ReportException(tile.Problem is Problem.Invalid invalid
            ? new Problem.Invalid([.. invalid.Errors.Select(e => e with { Message = $"Line {line}: {e.Message}", Line = line })]) : tile.Problem);
    }

    private static TemplateValue.Scalar Text(string text) => new(Cell.Of(text));

    private static T OrThrow<T>(Result<T> result) => result.IsOk ? result.Value : throw new ReportException(result.Problem);
}
