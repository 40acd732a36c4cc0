using Broadsheet.Core.Reports.Tables;

namespace Broadsheet.Core.Reports.Blocks;

/// <summary>A table block against the result it shows: the same columns, labels, totals and rows in every format.</summary>
public sealed class TableView
{
    private readonly TableSpec spec;
    private readonly int by;

    private TableView(TableSpec spec, IReadOnlyList<ViewColumn> columns, int by, TableSummary summary)
    {
        (this.spec, Columns, this.by) = (spec, columns, by);
        RowCount = spec.Top is { } top ? Math.Min(top, summary.RowCount) : summary.RowCount;
        AllRows = summary.RowCount;
    }

    public IReadOnlyList<ViewColumn> Columns { get; }

    public string? Title => spec.Title;

    /// <summary>Rows that it shows.</summary>
    public long RowCount { get; }

    /// <summary>Rows of the query, over which totals are.</summary>
    public long AllRows { get; }

    public bool HasTotals => Columns.Any(c => c.Total is not null);

    /// <summary>What to say when there are no rows.</summary>
    public string Empty => spec.Empty ?? "No rows.";

    /// <summary>A block's table. Throws <see cref="ReportException"/> naming the line and the nearest column when one does not exist.</summary>
    public static TableView From(Block.Table block, ReportContent content)
    {
        var (spec, line) = (block.Spec, block.Line);
        var summary = content.Table(spec.Query).Summary();
        IReadOnlyList<ColumnSpec> wanted = spec.Columns.Count > 0 ? spec.Columns : [.. summary.Columns.Select(c => new ColumnSpec(c.Name))];
        var columns = wanted.Select(c => Column(c, spec, summary, Index(summary, c.Name, line))).ToList();
        return new(spec, columns, spec.By is null ? -1 : Index(summary, spec.By, line), summary);
    }

    /// <summary>The rows to show, whole as the query gave them; with <c>top</c>, the best ones in order.</summary>
    public async Task<IRows> OpenAsync(ReportTable table, CancellationToken ct)
    {
        if (spec.Top is not { } top) return await table.Open(ct);
        await using var rows = await table.Open(ct);
        return new MemoryRows(rows.Columns, await BestAsync(rows, top, ct));
    }

    /// <summary>The rows to show out of those that the summary holds; none when it would take others to say which are the best.</summary>
    public IReadOnlyList<Cell[]> First(TableSummary summary)
    {
        if (spec.Top is not { } top) return summary.FirstRows;
        if (!summary.IsWhole) return [];
        var order = Comparer<Cell>.Create((a, b) => Cell.Compare(a, b));
        return spec.Ascending
            ? [.. summary.FirstRows.Where(r => !r[by].IsNull).OrderBy(r => r[by], order).Take(top)]
            : [.. summary.FirstRows.OrderByDescending(r => r[by], order).Take(top)];
    }

    /// <summary>The position of a column of a query, or the error for the line that names it.</summary>
    public static int Index(TableSummary summary, string name, int line)
    {
        var index = summary.IndexOf(name);
        if (index >= 0) return index;
        var known = summary.Columns.Select(c => c.Name).ToList();
        var near = Nearest.To(name, known);
        throw new ReportException(new Problem.Invalid([new FieldError("", "unknown-column", $"Line {line}: query “{summary.Name}” has no column “{name}”."
            + (near is null ? $" It has: {string.Join(", ", known.Take(30))}." : $" Did you mean “{near}”?"), null, near) { Line = line }]));
    }

    /// <summary>A column's name for people: <c>pass_rate</c> is Pass rate.</summary>
    public static string Label(string name)
    {
        var words = name.Replace('_', ' ').Trim();
        return words.Length > 0 && char.IsLower(words[0]) ? char.ToUpperInvariant(words[0]) + words[1..] : words;
    }

    private static ViewColumn Column(ColumnSpec column, TableSpec spec, TableSummary summary, int index)
    {
        var (type, stats) = (summary.Columns[index].Type, summary.Stats[index]);
        var numeric = type is CellKind.Integer or CellKind.Decimal or CellKind.Real || (type == CellKind.Text && stats.Count > 0 && stats.Numbers == stats.Count);
        var total = column.Total != Total.None ? column.Total : spec.Totals && numeric && stats.Numbers > 0 ? Total.Sum : Total.None;
        var right = column.Align == Align.Right || (column.Align == Align.Auto && (numeric || column.Format?.IsNumeric == true));
        return new(index, column.Label ?? Label(column.Name), type, column.Format, right, column.Align == Align.Center, total switch
        {
            Total.None => null,
            Total.Sum => stats.Sum,
            Total.Average => stats.Average,
            Total.Min => stats.Min,
            Total.Max => stats.Max,
            Total.Count => Cell.Of(stats.Count),
        }, column.Rules)
        {
            BarMax = column.Bar && stats.Max.TryNumber(out var max) ? max : 0,
            IsDate = type is CellKind.Date or CellKind.DateTime or CellKind.Instant || IsDates(summary, index),
        };
    }

    /// <summary>Texts such as 2026-11-16, which is how SQLite keeps dates.</summary>
    private static bool IsDates(TableSummary summary, int index)
    {
        var some = summary.FirstRows.Take(20).Select(r => r[index]).Where(c => !c.IsNull).ToList();
        return some.Count > 0 && some.All(c => c.Kind is CellKind.Date || (c.Kind == CellKind.Text && c.AsText() is [_, _, _, _, '-', _, _, '-', _, _]));
    }

    /// <summary>A heap of the best rows so far: ties keep the query's order.</summary>
    private async Task<IReadOnlyList<Cell[]>> BestAsync(IRows rows, int top, CancellationToken ct)
    {
        var sign = spec.Ascending ? -1 : 1;
        var order = Comparer<(Cell Key, long Number)>.Create((a, b) =>
            Cell.Compare(a.Key, b.Key) * sign is not 0 and var byKey ? byKey : b.Number.CompareTo(a.Number));
        var best = new PriorityQueue<Cell[], (Cell, long)>(order);
        for (long number = 0; await rows.NextAsync(ct); number++)
        {
            if (spec.Ascending && rows.Row[by].IsNull) continue;
            best.Enqueue(rows.Row.ToArray(), (rows.Row[by], number));
            if (best.Count > top) best.Dequeue();
        }

        var result = new List<Cell[]>();
        while (best.TryDequeue(out var row, out _)) result.Add(row);
        result.Reverse();
        return result;
    }
}
