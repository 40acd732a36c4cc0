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
        Ended = !await inner.NextAsync(ct);
        if (!Ended && Observe(inner.Row, 1, long.MaxValue, out _) is { } beyond) throw beyond;
        return !Ended;
    }

    public async ValueTask<bool> FillAsync(RowBatch batch, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var (before, ended) = (batch.Count, false);
        try
        {
            ended = !await inner.FillAsync(batch, ct);
        }
        catch
        {
            Take(batch, before);
            throw;
        }

        Take(batch, before);
        Ended = ended;
        return !ended;
    }

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    /// <summary>Observes the rows that are new in the batch; those from the first beyond the limits on are taken out of it again.</summary>
    private void Take(RowBatch batch, int before)
    {
        var beyond = Observe(batch.Cells[(before * Columns.Count)..], batch.Count - before, batch.Text, out var within);
        batch.Keep(before + within);
        if (beyond is not null) throw beyond;
    }

    /// <summary>Observes rows up to the first that is beyond the limits: what is to be thrown for it, null when there is none.</summary>
    /// <param name="characters">No text of theirs has more.</param>
    private ReportException? Observe(ReadOnlySpan<Cell> cells, int rows, long characters, out int within)
    {
        var allowed = (int)Math.Min(rows, limits.MaxRows - Summary.RowCount);
        var tooLong = characters <= limits.MaxCell ? -1 : TooLong(cells);
        within = tooLong < 0 ? allowed : Math.Min(allowed, tooLong / Columns.Count);
        cells = cells[..(within * Columns.Count)];
        Summary.Add(cells, within);
        digest.Add(cells);
        return within == rows ? null : new(within == allowed ? QueryProblem.TooMany(Summary.Name, "rows", limits.MaxRows, "too-many-rows")
            : QueryProblem.TooMany(Summary.Name, $"characters in one cell: row {Summary.RowCount + 1:N0}, column “{Columns[tooLong % Columns.Count].Name}”", limits.MaxCell, "cell-too-long"));
    }

    /// <summary>The position of the first text that is too long; −1 when none is.</summary>
    private int TooLong(ReadOnlySpan<Cell> cells)
    {
        for (var i = 0; i < cells.Length; i++)
            if (cells[i].Kind == CellKind.Text && cells[i].AsText().Length > limits.MaxCell) return i;
        return -1;
    }
}
