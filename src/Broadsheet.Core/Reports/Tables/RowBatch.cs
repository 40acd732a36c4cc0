namespace Broadsheet.Core.Reports.Tables;

/// <summary>
/// Whole rows one after the other, to be handed over together and used again. Full with its last row, with a quarter of a million characters
/// in its texts, so that wide cells do not pile up, and when <paramref name="stopped"/> says that no more are wanted. Not thread-safe.
/// </summary>
/// <param name="width">Cells of a row.</param>
/// <param name="most">Cells that fit, if a single row is not more.</param>
public sealed class RowBatch(int width, int most, CancellationToken stopped)
{
    private const int EnoughText = 1 << 18;

    private readonly Cell[] cells = new Cell[width * Math.Max(1, most / Math.Max(1, width))];

    /// <summary>Rows that are in it.</summary>
    public int Count { get; private set; }

    /// <summary>Characters in its texts.</summary>
    public long Text { get; private set; }

    public bool IsFull => (Count + 1) * width > cells.Length || Text >= EnoughText || stopped.IsCancellationRequested;

    /// <summary>All cells of its rows.</summary>
    public ReadOnlySpan<Cell> Cells => cells.AsSpan(0, Count * width);

    /// <summary>The place of the next row, with what was there before in it; <see cref="Add(long)"/> makes it a row. Only while it is not full.</summary>
    public Span<Cell> Next => cells.AsSpan(Count * width, width);

    public ReadOnlySpan<Cell> this[int row] => cells.AsSpan(row * width, width);

    /// <summary>Takes what was put into <see cref="Next"/>.</summary>
    /// <param name="characters">Those of its texts.</param>
    public void Add(long characters)
    {
        Count++;
        Text += characters;
    }

    public void Add(ReadOnlySpan<Cell> row)
    {
        row.CopyTo(Next);
        long characters = 0;
        foreach (ref readonly var cell in row)
            if (cell.Kind == CellKind.Text) characters += cell.AsText().Length;
        Add(characters);
    }

    /// <summary>Only the first rows stay.</summary>
    public void Keep(int rows) => Count = Math.Min(Count, rows);

    /// <summary>Empty again. Long texts are let go of; short ones go when others take their place.</summary>
    public void Clear()
    {
        if (Text >= EnoughText) Array.Clear(cells);
        (Count, Text) = (0, 0);
    }
}
