using System.Runtime.ExceptionServices;
using System.Threading.Channels;
using Broadsheet.Core.Reports.Tables;

namespace Broadsheet.Server.Reports.Rendering;

/// <summary>
/// Rows of a large result, read and observed by a task of their own while those before are written: on two cores a report takes as long as
/// the slower of the two. The first rows are read by the caller, so that a small result costs no task. What <paramref name="inner"/> throws
/// comes after the rows before it.
/// </summary>
internal sealed class ReadAhead(IRows inner) : IRows
{
    /// <summary>Batches that are read and not yet written.</summary>
    private const int Waiting = 2;

    /// <summary>Characters that are read and not yet written, beyond which no more is read: wide cells are not hoarded.</summary>
    private const long MostText = 1 << 20;

    /// <summary>Cells of the first batch, which is all there is of most results: below the size at which an array is collected with the oldest.</summary>
    private const int FirstCells = 2_600;

    /// <summary>Cells of later ones: the fewer they are, the less often one task waits for the other.</summary>
    private const int LaterCells = 10_000;

    private readonly CancellationTokenSource stopped = new();
    private readonly Channel<Batch> full = Channel.CreateBounded<Batch>(Waiting);
    private readonly Channel<Batch> empty = Channel.CreateUnbounded<Batch>();
    private readonly int width = inner.Columns.Count;
    private Batch? current;
    private Task? reading;
    private int at = -1;

    public IReadOnlyList<Column> Columns => inner.Columns;

    public ReadOnlySpan<Cell> Row => current!.Rows[at];

    public ValueTask<bool> NextAsync(CancellationToken ct)
    {
        if (++at < current?.Rows.Count) return ValueTask.FromResult(true);
        current?.Failure?.Throw();
        return current is { IsLast: true } ? ValueTask.FromResult(false) : NextBatchAsync(ct);
    }

    /// <summary>Nothing is being read any more when it returns.</summary>
    public async ValueTask DisposeAsync()
    {
        await stopped.CancelAsync();
        if (reading is not null) await reading;
        stopped.Dispose();
        await inner.DisposeAsync();
    }

    private async ValueTask<bool> NextBatchAsync(CancellationToken ct)
    {
        if (current is null)
        {
            current = new(width, FirstCells, stopped.Token);
            await FillAsync(current, ct);
        }
        else
        {
            current.Rows.Clear();
            if (reading is null) reading = Start(ct);
            else empty.Writer.TryWrite(current);
            current = await full.Reader.ReadAsync(ct);
        }

        at = 0;
        if (current.Rows.Count > 0) return true;
        current.Failure?.Throw();
        return false;
    }

    private Task Start(CancellationToken ct)
    {
        for (var i = 0; i <= Waiting; i++) empty.Writer.TryWrite(new(width, LaterCells, stopped.Token));
        return Task.Run(() => ReadAsync(ct), CancellationToken.None);
    }

    private async Task ReadAsync(CancellationToken ct)
    {
        var spare = new Stack<Batch>();
        long held = 0;
        try
        {
            while (true)
            {
                while (spare.Count == 0 || held > MostText)
                {
                    var back = await empty.Reader.ReadAsync(stopped.Token);
                    held -= back.Held;
                    spare.Push(back);
                }

                var batch = spare.Pop();
                await FillAsync(batch, ct);
                held += batch.Held = batch.Rows.Text;
                await full.Writer.WriteAsync(batch, stopped.Token);
                if (batch.IsLast || batch.Failure is not null) return;
            }
        }
        catch (OperationCanceledException) when (stopped.IsCancellationRequested)
        {
            return;
        }
    }

    private async ValueTask FillAsync(Batch batch, CancellationToken ct)
    {
        try
        {
            batch.IsLast = !await inner.FillAsync(batch.Rows, ct);
        }
        catch (Exception failure)
        {
            batch.Failure = ExceptionDispatchInfo.Capture(failure);
        }
    }

    /// <summary>Some rows, used again when they are written, and what came after them.</summary>
    private sealed class Batch(int width, int most, CancellationToken stopped)
    {
        public RowBatch Rows { get; } = new(width, most, stopped);

        /// <summary>Characters that count as held while it is not back.</summary>
        public long Held { get; set; }

        public bool IsLast { get; set; }

        public ExceptionDispatchInfo? Failure { get; set; }
    }
}
