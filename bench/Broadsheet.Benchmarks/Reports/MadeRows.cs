using Broadsheet.Core.Reports.Tables;

namespace Broadsheet.Benchmarks.Reports;

/// <summary>Ten columns of every common type, made as they are asked for: what writing costs, without a database.</summary>
internal sealed class MadeRows(long count) : IRows
{
    private static readonly string[] Names = ["Zażółć gęślą", "Αθήνα \"Plaka\"", "Smith, John", "O'Neil & Sons", "Москва ООО", "Plain Name Ltd", "東京 Trading, Inc.", "Müller \"GmbH\", KG"];
    private static readonly string[] Countries = ["PL", "GR", "US", "DE", "JP"];
    private static readonly DateTime Start = new(2020, 1, 1);
    private readonly Cell[] row = new Cell[10];
    private long number;

    public static IReadOnlyList<Column> Made { get; } =
    [
        new("id", CellKind.Integer), new("amount", CellKind.Decimal), new("name", CellKind.Text), new("at", CellKind.DateTime), new("active", CellKind.Boolean),
        new("note", CellKind.Text), new("price", CellKind.Real), new("country", CellKind.Text), new("quantity", CellKind.Integer), new("day", CellKind.Date),
    ];

    public IReadOnlyList<Column> Columns => Made;

    public ReadOnlySpan<Cell> Row => row;

    public ValueTask<bool> NextAsync(CancellationToken ct)
    {
        if (number == count) return new(false);
        var i = ++number;
        row[0] = Cell.Of(i);
        row[1] = Cell.Of(new decimal((int)(i * 7919 % 100_000_000), 0, 0, false, 2));
        row[2] = Cell.Of($"{Names[i % 8]} {i % 1000}");
        row[3] = Cell.Of(Start.AddSeconds(i % 94_608_000).AddMilliseconds(i % 1000));
        row[4] = i % 13 == 0 ? Cell.Null : Cell.Of(i % 3 == 0);
        row[5] = (i % 4) switch { 0 => Cell.Null, 1 => Cell.Of("ordered \"express\", paid"), 2 => Cell.Of("nothing special about this row"), _ => Cell.Of("x") };
        row[6] = i % 17 == 0 ? Cell.Null : Cell.Of(i % 1_000_003 / 7.0);
        row[7] = Cell.Of(Countries[i % 5]);
        row[8] = i % 11 == 0 ? Cell.Null : Cell.Of(i % 500);
        row[9] = Cell.Of(DateOnly.FromDateTime(Start).AddDays((int)(i % 1500)));
        return new(true);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
