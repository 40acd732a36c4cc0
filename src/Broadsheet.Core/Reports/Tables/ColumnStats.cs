namespace Broadsheet.Core.Reports.Tables;

/// <summary>What adding up a column gives, gathered while its rows pass. Not thread-safe; complete when the rows are.</summary>
public sealed class ColumnStats
{
    /// <summary>The sum while all are whole numbers and it fits; to add a decimal takes ten times as long. Else it is in <see cref="exact"/>.</summary>
    private long whole;
    private bool isDecimal;
    private decimal exact;
    private double rough;
    private bool isRough;
    private Cell min;
    private Cell max;

    /// <summary>Rows in which the column is not null.</summary>
    public long Count { get; private set; }

    /// <summary>Rows in which it is a number.</summary>
    public long Numbers { get; private set; }

    /// <summary>The smallest and largest value by <see cref="Cell.Compare"/>; null when all are null.</summary>
    public Cell Min => min;

    public Cell Max => max;

    /// <summary>Exact while all were whole numbers or decimals that fit 28 digits; else a double. Null without numbers.</summary>
    public Cell Sum => Numbers == 0 ? Cell.Null : isRough ? Cell.Of(rough) : IsWhole(Exact) ? Cell.Of((long)Exact) : Cell.Of(Exact);

    /// <summary>The mean of the numbers as a double; null without numbers.</summary>
    public Cell Average => Numbers == 0 ? Cell.Null : Cell.Of((isRough ? rough : (double)Exact) / Numbers);

    private decimal Exact => isDecimal ? exact : whole;

    public void Add(in Cell cell)
    {
        if (cell.IsNull) return;
        if (Count++ == 0) min = max = cell;
        else if (cell.IsWithin(min, max)) { }
        else if (Cell.Compare(cell, min) < 0) min = cell;
        else if (Cell.Compare(cell, max) > 0) max = cell;
        if (cell.IsNumber) AddNumber(cell);
    }

    /// <summary>One column of rows that lie one after the other.</summary>
    /// <param name="first">Its place in the first row.</param>
    /// <param name="width">Cells of a row.</param>
    public void Add(ReadOnlySpan<Cell> cells, int first, int width)
    {
        for (var i = first; i < cells.Length; i += width) Add(cells[i]);
    }

    private void AddNumber(in Cell cell)
    {
        Numbers++;
        if (!isRough && cell.Kind != CellKind.Real && TryAddExactly(cell)) return;
        if (!isRough) (isRough, rough) = (true, (double)Exact);
        var value = cell.AsReal();
        if (cell.Kind == CellKind.Real ? !double.IsNaN(value) : cell.TryNumber(out value)) rough += value;
    }

    /// <summary>False when the sum would not fit 28 digits.</summary>
    private bool TryAddExactly(in Cell cell)
    {
        if (!isDecimal && cell.Kind == CellKind.Integer)
        {
            var added = cell.AsInteger();
            var sum = unchecked(whole + added);
            if (((whole ^ sum) & (added ^ sum)) >= 0)
            {
                whole = sum;
                return true;
            }
        }

        try
        {
            exact = Exact + (cell.Kind == CellKind.Integer ? cell.AsInteger() : cell.AsDecimal());
            isDecimal = true;
            return true;
        }
        catch (OverflowException)
        {
            return false;
        }
    }

    private static bool IsWhole(decimal value) => value.Scale == 0 && value is >= long.MinValue and <= long.MaxValue;
}
