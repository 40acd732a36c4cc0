using Broadsheet.Core.Reports;
using Broadsheet.Core.Reports.Tables;

namespace Broadsheet.Server.Reports.Rendering;

/// <summary>A query's rows on their only way from the database: counted, summed up, hashed and held to the limits.</summary>
internal sealed class ObservedRows : IRows
{
    private readonly IRows inner;
    private readonly RenderLimits limits;
    private readonly ContentDigest digest;

    public ObservedRows(string name, IRows inner, RenderLimits limits, ContentDigest digest)
    {
        (this.inner, this.limits, this.digest) = (inner, limits, digest);
        Summary = new(name, inner.Columns);
        digest.Add(inner.Columns);
    }

    public TableSummary Summary { get; }

    /// <summary>True after the last row.</summary>
    public bool Ended { get; private set; }

    public IReadOnlyList<Column> Columns => inner.Columns;

    public ReadOnlySpan<Cell> Row => inner.Row;

    public async ValueTask<bool> NextAsync(CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        if (!await inner.NextAsync(ct))
        {
            Ended = true;
            return false;
        }

        if (Summary.RowCount == limits.MaxRows) throw new ReportException(QueryProblem.TooMany(Summary.Name, "rows", limits.MaxRows, "too-many-rows"));
        var row = inner.Row;
        for (var i = 0; i < row.Length; i++)
        {
            if (row[i].Kind == CellKind.Text && row[i].AsText().Length > limits.MaxCell)
                throw new ReportException(QueryProblem.TooMany(Summary.Name, $"characters in one cell: row {Summary.RowCount + 1:N0}, column “{Columns[i].Name}”", limits.MaxCell, "cell-too-long"));
        }

        Summary.Add(row);
        digest.Add(row);
        return true;
    }

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
