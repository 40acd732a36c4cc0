namespace Broadsheet.Core.Reports.Tables;

/// <summary>Rows that are in memory already.</summary>
public sealed class MemoryRows(IReadOnlyList<Column> columns, IReadOnlyList<Cell[]> rows) : IRows
{
    private int next;

    public IReadOnlyList<Column> Columns => columns;

    public ReadOnlySpan<Cell> Row => rows[next - 1];

    public ValueTask<bool> NextAsync(CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        if (next == rows.Count) return new(false);
        next++;
        return new(true);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
