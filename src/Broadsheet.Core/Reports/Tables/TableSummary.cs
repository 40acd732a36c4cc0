namespace Broadsheet.Core.Reports.Tables;

/// <summary>
/// What is known of a result when its last row has passed: enough for text, tiles, charts and mails without reading it
/// again. <see cref="FirstRows"/> holds at most <see cref="MaxRows"/> rows and about <see cref="MaxCharacters"/> of text.
/// </summary>
public sealed class TableSummary
{
    public const int MaxRows = 2_000;
    public const int MaxCharacters = 2_000_000;

    private readonly List<Cell[]> firstRows = [];
    private readonly ColumnStats[] stats;
    private int characters;
    private bool full;

    public TableSummary(string name, IReadOnlyList<Column> columns)
    {
        Name = name;
        Columns = columns;
        stats = [.. columns.Select(_ => new ColumnStats())];
    }

    /// <summary>The query's name in the document.</summary>
    public string Name { get; }

    public IReadOnlyList<Column> Columns { get; }

    public long RowCount { get; private set; }

    public IReadOnlyList<Cell[]> FirstRows => firstRows;

    /// <summary>True when <see cref="FirstRows"/> are all rows.</summary>
    public bool IsWhole => firstRows.Count == RowCount;

    public IReadOnlyList<ColumnStats> Stats => stats;

    /// <summary>The position of a column, ignoring case; −1 when there is none.</summary>
    public int IndexOf(string column)
    {
        for (var i = 0; i < Columns.Count; i++)
            if (string.Equals(Columns[i].Name, column, StringComparison.OrdinalIgnoreCase)) return i;
        return -1;
    }

    public void Add(ReadOnlySpan<Cell> row) => Add(row, 1);

    /// <summary>So many rows, one after the other.</summary>
    public void Add(ReadOnlySpan<Cell> cells, int rows)
    {
        RowCount += rows;
        for (var i = 0; i < stats.Length; i++) stats[i].Add(cells, i, stats.Length);
        for (var row = 0; row < rows && !full; row++) Keep(cells.Slice(row * stats.Length, stats.Length));
    }

    private void Keep(ReadOnlySpan<Cell> row)
    {
        foreach (ref readonly var cell in row) characters += cell.Kind == CellKind.Text ? cell.AsText().Length : 1;
        if (firstRows.Count == MaxRows || (characters > MaxCharacters && firstRows.Count > 0)) full = true;
        else firstRows.Add(row.ToArray());
    }
}
