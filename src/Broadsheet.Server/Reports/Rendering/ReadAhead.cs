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
    private Batch current = new(inner.Columns.Count, FirstCells);
    private Task? reading;
    private int at = -1;

    public IReadOnlyList<Column> Columns => inner.Columns;

    public ReadOnlySpan<Cell> Row => current.Cells.AsSpan(at * width, width);

    public ValueTask<bool> NextAsync(CancellationToken ct)
    {
        if (++at < current.Rows) return ValueTask.FromResult(true);
        current.Failure?.Throw();
        return current.IsLast ? ValueTask.FromResult(false) : NextBatchAsync(ct);
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
        if (current.Rows == 0)
        {
            await FillAsync(current, ct);
        }
        else
        {
            current.Release();
            if (reading is null) reading = Start(ct);
            else empty.Writer.TryWrite(current);
            current = await full.Reader.ReadAsync(ct);
        }

        at = 0;
        if (current.Rows > 0) return true;
        current.Failure?.Throw();
        return false;
    }

    private Task Start(CancellationToken ct)
    {
        for (var i = 0; i <= Waiting; i++) empty.Writer.TryWrite(new(width, LaterCells));
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
                    held -= back.Text;
                    spare.Push(back);
                }

                var batch = spare.Pop();
                await FillAsync(batch, ct);
                held += batch.Text;
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
        batch.Begin();
        try
        {
            while (!batch.IsFull && !stopped.IsCancellationRequested)
            {
                if (!await inner.NextAsync(ct))
                {
                    batch.IsLast = true;
                    return;
                }

                batch.Add(inner.Row);
            }
        }
        catch (Exception failure)
        {
            batch.Failure = ExceptionDispatchInfo.Capture(failure);
        }
    }

    /// <summary>Some rows, used again when they are written.</summary>
    private sealed class Batch(int width, int most)
    {
        /// <summary>Characters after which it is handed on however few rows it has.</summary>
        private const int EnoughText = 1 << 18;

        public Cell[] Cells { get; } = new Cell[width * Math.Max(1, most / Math.Max(1, width))];

        public int Rows { get; private set; }

        /// <summary>Characters in its texts.</summary>
        public long Text { get; private set; }

        public bool IsLast { get; set; }

        public ExceptionDispatchInfo? Failure { get; set; }

        public bool IsFull => (Rows + 1) * width > Cells.Length || Text >= EnoughText;

        public void Begin() => (Rows, Text, IsLast, Failure) = (0, 0, false, null);

        public void Add(ReadOnlySpan<Cell> row)
        {
            row.CopyTo(Cells.AsSpan(Rows * width));
            foreach (ref readonly var cell in row) if (cell.Kind == CellKind.Text) Text += cell.AsText().Length;
            Rows++;
        }

        /// <summary>Lets go of texts that are long; short ones go when others take their place.</summary>
        public void Release()
        {
            if (Text >= EnoughText) Array.Clear(Cells);
        }
    }
}
