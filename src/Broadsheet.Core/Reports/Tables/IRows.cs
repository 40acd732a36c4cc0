namespace Broadsheet.Core.Reports.Tables;

/// <summary>
/// Rows as they come, forward only, one reader at a time. What fails after it was opened (the connection, a limit) is
/// thrown as <see cref="ReportException"/>, since a stream has no result to give; only the renderer catches it.
/// </summary>
public interface IRows : IAsyncDisposable
{
    IReadOnlyList<Column> Columns { get; }

    /// <summary>Moves to the next row; false after the last. The row before is gone then.</summary>
    ValueTask<bool> NextAsync(CancellationToken ct);

    /// <summary>The row stood on, one cell a column; valid until the next <see cref="NextAsync"/>.</summary>
    ReadOnlySpan<Cell> Row { get; }

    /// <summary>
    /// The next rows, as many as fit, for who wants all of them; false when the last is among them or was before. What fails is thrown
    /// with the rows before it in the batch. <see cref="Row"/> says nothing afterwards.
    /// </summary>
    async ValueTask<bool> FillAsync(RowBatch batch, CancellationToken ct)
    {
        while (!batch.IsFull)
        {
            if (!await NextAsync(ct)) return false;
            batch.Add(Row);
        }

        return true;
    }
}
