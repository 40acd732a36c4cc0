using System.Runtime.ExceptionServices;
using System.Threading.Channels;
using Broadsheet.Core.Reports.Tables;

namespace Broadsheet.Adapters.Sources;

/// <summary>
/// Rows of a large result, read by a task of their own while those before are written: on two cores a report takes as long as the slower of
/// the two. The first rows are read by the caller, so that a small result costs no task. Used by one at a time.
/// </summary>
/// <param name="width">Cells of a row.</param>
/// <param name="read">Fills one row from the index it is given on; false after the last row.</param>
internal sealed class ReadAhead(int width, Func<Cell[], int, ValueTask<bool>> read) : IAsyncDisposable
{
    /// <summary>Batches that are read and not yet written.</summary>
    private const int Waiting = 2;

    /// <summary>Characters that are read and not yet written, beyond which no more is read: wide cells are not hoarded.</summary>
    private const long MostText = 1 << 20;

    private readonly CancellationTokenSource stopped = new();
    private readonly Channel<Batch> full = Channel.CreateBounded<Batch>(Waiting);
    private readonly Channel<Batch> empty = Channel.CreateUnbounded<Batch>();
    private Task? reading;
    private Batch current = new(width);
    private int at = -1;

    public ReadOnlySpan<Cell> Row => current.Cells.AsSpan(at * width, width);

    /// <summary>Throws what <c>read</c> threw, after the rows before it.</summary>
    public ValueTask<bool> NextAsync()
    {
        if (++at < current.Rows) return ValueTask.FromResult(true);
        current.Failure?.Throw();
        return current.IsLast ? ValueTask.FromResult(false) : NextBatchAsync();
    }

    /// <summary>Nothing is being read any more when it returns.</summary>
    public async ValueTask DisposeAsync()
    {
        await stopped.CancelAsync();
        if (reading is not null) await reading;
        stopped.Dispose();
    }

    private async ValueTask<bool> NextBatchAsync()
    {
        if (current.Rows == 0)
        {
            await FillAsync(current);
        }
        else
        {
            current.Release();
            empty.Writer.TryWrite(current);
            reading ??= Start();
            current = await full.Reader.ReadAsync(stopped.Token);
        }

        at = 0;
        if (current.Rows > 0) return true;
        current.Failure?.Throw();
        return false;
    }

    private Task Start()
    {
        for (var i = 0; i < Waiting; i++) empty.Writer.TryWrite(new(width));
        return Task.Run(ReadAsync, stopped.Token);
    }

    private async Task ReadAsync()
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
                await FillAsync(batch);
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

    private async ValueTask FillAsync(Batch batch)
    {
        batch.Begin();
        try
        {
            while (!batch.IsFull && !stopped.IsCancellationRequested)
            {
                if (!await read(batch.Cells, batch.Rows * width))
                {
                    batch.IsLast = true;
                    return;
                }

                batch.Count();
            }
        }
        catch (Exception failure)
        {
            batch.Failure = ExceptionDispatchInfo.Capture(failure);
        }
    }

    /// <summary>Some rows, used again when they are written.</summary>
    private sealed class Batch(int width)
    {
        /// <summary>Below the size at which an array is collected with the oldest.</summary>
        private const int MostCells = 2_600;

        /// <summary>Characters after which it is handed on however few rows it has.</summary>
        private const int EnoughText = 1 << 17;

        public Cell[] Cells { get; } = new Cell[width * Math.Max(1, MostCells / width)];

        public int Rows { get; private set; }

        /// <summary>Characters in its texts.</summary>
        public long Text { get; private set; }

        public bool IsLast { get; set; }

        public ExceptionDispatchInfo? Failure { get; set; }

        public bool IsFull => (Rows + 1) * width > Cells.Length || Text >= EnoughText;

        public void Begin() => (Rows, Text, IsLast, Failure) = (0, 0, false, null);

        public void Count()
        {
            foreach (ref readonly var cell in Cells.AsSpan(Rows * width, width)) if (cell.Kind == CellKind.Text) Text += cell.AsText().Length;
            Rows++;
        }

        /// <summary>Lets go of texts that are long; short ones go when others take their place.</summary>
        public void Release()
        {
            if (Text >= EnoughText) Array.Clear(Cells);
        }
    }
}
