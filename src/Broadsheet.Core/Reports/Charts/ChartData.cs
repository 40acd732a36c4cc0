using Broadsheet.Core.Reports.Blocks;
using Broadsheet.Core.Reports.Formatting;
using Broadsheet.Core.Reports.Tables;

namespace Broadsheet.Core.Reports.Charts;

/// <summary>A chart block against its result. <paramref name="Note"/> says what is not drawn; null when all is.</summary>
public sealed record ChartData(IReadOnlyList<string> Categories, IReadOnlyList<ChartSeries> Series, string? Note)
{
    private const int MostSeries = 12;

    /// <summary>Throws <see cref="ReportException"/> with the line when a column does not exist.</summary>
    public static ChartData From(Block.Chart block, ReportContent content)
    {
        var spec = block.Spec;
        var table = content.Table(spec.Query).Summary();
        var x = TableView.Index(table, spec.X, block.Line);
        var note = table.IsWhole ? null : $"The first {table.FirstRows.Count:N0} of {table.RowCount:N0} rows are drawn.";
        if (spec.Series is { } by) return Pivot(spec, table, x, TableView.Index(table, by, block.Line), TableView.Index(table, spec.Y[0], block.Line), content.Show) with { Note = note };
        foreach (var line in spec.Lines) _ = TableView.Index(table, line, block.Line);
        var series = spec.Y.Concat(spec.Lines.Where(l => !spec.Y.Contains(l))).Take(MostSeries).Select((name, i) =>
        {
            var column = TableView.Index(table, name, block.Line);
            var line = spec.Type is ChartType.Line or ChartType.Sparkline || spec.Lines.Contains(name);
            return new ChartSeries(TableView.Label(name), [.. table.FirstRows.Select(r => Value(r[column]))], line, Palette.Series[i % Palette.Series.Count]);
        });
        return new([.. table.FirstRows.Select(r => Category(r[x], content.Show))], [.. series], note);
    }

    /// <summary>The chart in words, for those who do not see it.</summary>
    public string Describe(ChartSpec spec, CellText show)
    {
        var kind = $"{TableView.Label(spec.Type.ToString())} chart{(spec.Title is { } title ? $", {title}" : "")}";
        if (Categories.Count == 0) return $"{kind}: no rows.";
        string Shown(double value) => ChartScale.Label(value, spec.Format, show);
        if (spec.Type is ChartType.Pie or ChartType.Ring)
        {
            var shares = Categories.Zip(Series[0].Values).Take(MostSeries).Select(p => $"{p.First} {(double.IsNaN(p.Second) ? "–" : Shown(p.Second))}");
            return $"{kind}. {Series[0].Name}: {string.Join("; ", shares)}{(Categories.Count > MostSeries ? $"; and {Categories.Count - MostSeries} more" : "")}.";
        }

        var series = Series.Select(s => s.Values.Where(double.IsFinite).ToList() switch
        {
            [] => $"{s.Name} without values",
            [var only] => $"{s.Name} {Shown(only)}",
            var values => $"{s.Name} from {Shown(values.Min())} to {Shown(values.Max())}, last {Shown(values[^1])}",
        });
        return $"{kind}. {Categories.Count} {(Categories.Count == 1 ? "value" : "values")} of {TableView.Label(spec.X)}, {Categories[0]} to {Categories[^1]}: {string.Join("; ", series)}.";
    }

    private static ChartData Pivot(ChartSpec spec, TableSummary table, int x, int by, int y, CellText show)
    {
        var categories = table.FirstRows.Select(r => Category(r[x], show)).Distinct().ToList();
        var places = categories.Select((c, i) => (c, i)).ToDictionary(p => p.c, p => p.i, StringComparer.Ordinal);
        var series = new List<ChartSeries>();
        foreach (var group in table.FirstRows.GroupBy(r => Category(r[by], show), StringComparer.Ordinal).Take(MostSeries))
        {
            var values = Enumerable.Repeat(double.NaN, categories.Count).ToArray();
            foreach (var row in group) values[places[Category(row[x], show)]] = Value(row[y]);
            series.Add(new(group.Key, values, spec.Type is ChartType.Line or ChartType.Sparkline, Palette.Series[series.Count % Palette.Series.Count]));
        }

        return new(categories, series, null);
    }

    private static double Value(in Cell cell) => cell.TryNumber(out var value) && double.IsFinite(value) ? value : double.NaN;

    private static string Category(in Cell cell, CellText show)
    {
        var text = show.Show(cell);
        return text.Length > 40 ? text[..39] + "…" : text;
    }
}
