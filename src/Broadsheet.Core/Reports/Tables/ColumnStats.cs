namespace Broadsheet.Core.Reports.Tables;

/// <summary>What adding up a column gives, gathered while its rows pass. Not thread-safe; complete when the rows are.</summary>
public sealed class ColumnStats
{
    private decimal exact;
    private double rough;
    private bool isRough;

    /// <summary>Rows in which the column is not null.</summary>
    public long Count { get; private set; }

    /// <summary>Rows in which it is a number.</summary>
    public long Numbers { get; private set; }

    /// <summary>The smallest and largest value by <see cref="Cell.Compare"/>; null when all are null.</summary>
    public Cell Min { get; private set; }

    public Cell Max { get; private set; }

    /// <summary>Exact while all were whole numbers or decimals that fit 28 digits; else a double. Null without numbers.</summary>
    public Cell Sum => Numbers == 0 ? Cell.Null : isRough ? Cell.Of(rough) : IsWhole(exact) ? Cell.Of((long)exact) : Cell.Of(exact);

    /// <summary>The mean of the numbers as a double; null without numbers.</summary>
    public Cell Average => Numbers == 0 ? Cell.Null : Cell.Of((isRough ? rough : (double)exact) / Numbers);

    public void Add(in Cell cell)
    {
        if (cell.IsNull) return;
        Count++;
        if (Count == 1) Min = Max = cell;
        else if (Cell.Compare(cell, Min) < 0) Min = cell;
        else if (Cell.Compare(cell, Max) > 0) Max = cell;
        if (cell.IsNumber) AddNumber(cell);
    }

    private void AddNumber(in Cell cell)
    {
        Numbers++;
        if (isRough || cell.Kind == CellKind.Real)
        {
            if (!isRough) (isRough, rough) = (true, (double)exact);
            if (cell.TryNumber(out var value)) rough += value;
            return;
        }

        try
        {
            exact += cell.Kind == CellKind.Integer ? cell.AsInteger() : cell.AsDecimal();
        }
        catch (OverflowException)
        {
            (isRough, rough) = (true, (double)exact);
            if (cell.TryNumber(out var value)) rough += value;
        }
    }

    private static bool IsWhole(decimal value) => value.Scale == 0 && value is >= long.MinValue and <= long.MaxValue;
}
