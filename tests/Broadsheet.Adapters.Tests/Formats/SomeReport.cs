using Broadsheet.Core.Reports;
using Broadsheet.Core.Reports.Blocks;
using Broadsheet.Core.Reports.Formatting;
using Broadsheet.Core.Reports.Tables;
using NodaTime;

namespace Broadsheet.Adapters.Tests.Formats;

/// <summary>Reports made of rows in memory.</summary>
internal static class SomeReport
{
    public const string Hostile = "=cmd|' /C calc'!A0";

    public static readonly IReadOnlyList<Column> Columns =
    [
        new("id", CellKind.Integer), new("amount", CellKind.Decimal), new("rate", CellKind.Real), new("name", CellKind.Text), new("ok", CellKind.Boolean),
        new("day", CellKind.Date), new("at", CellKind.DateTime), new("seen", CellKind.Instant), new("hour", CellKind.Time),
    ];

    public static Cell[] Row(long id, string? name) =>
    [
        Cell.Of(id), Cell.Of(12.50m), Cell.Of(0.25), Cell.Of(name), Cell.Of(true), Cell.Of(new DateOnly(2026, 11, 16)),
        Cell.Of(new DateTime(2026, 11, 16, 9, 30, 0)), Cell.Of(Instant.FromUtc(2026, 11, 16, 8, 30)), Cell.Of(new TimeOnly(9, 30)),
    ];

    /// <summary>What databases hold when nobody looks.</summary>
    public static IReadOnlyList<Cell[]> HostileRows { get; } =
    [
        .. new[]
        {
            Hostile, "+1+1", "-2+3", "@SUM(A1)", "\tx", "<script>alert(1)</script>", "&amp;", "a\"b,c;d", "two\nlines", " edge ", "", "_x0041_", "bell\u0007 nul\0",
            "\ud800 alone", "😀 👩‍👩‍👧 żółć Ελλ Москва 東京 שלום مرحبا", "{{region}} **bold** [x](javascript:alert(1))", "]]>", "'quoted'", "-5", "1e5",
        }.Select((text, i) => Row(i, text)),
        [Cell.Of(long.MaxValue), Cell.Of(decimal.MaxValue), Cell.Of(double.NaN), Cell.Null, Cell.Of(false), Cell.Of(new DateOnly(1, 1, 1)), Cell.Of(new DateTime(9999, 12, 31, 23, 59, 59)), Cell.Of(Instant.FromUtc(1900, 1, 1, 0, 0)), Cell.Of(TimeOnly.MinValue)],
        [Cell.Of(long.MinValue), Cell.Of(-0.0000000001m), Cell.Of(double.PositiveInfinity), Cell.Of("x"), Cell.Null, Cell.Of(new DateOnly(9999, 12, 31)), Cell.Of(new DateTime(1, 1, 1)), Cell.Null, Cell.Null],
        [Cell.Null, Cell.Null, Cell.Null, Cell.Null, Cell.Null, Cell.Null, Cell.Null, Cell.Null, Cell.Null],
        [Cell.Of("text in a number"), Cell.Of("12345678901234567890123456789012345678"), Cell.Of(1), Cell.Of(5), Cell.Of("maybe"), Cell.Of("soon"), Cell.Null, Cell.Null, Cell.Null],
    ];

    public static ReportTable Table(string name, IReadOnlyList<Column> columns, IReadOnlyList<Cell[]> rows, Action? opened = null)
    {
        var summary = new TableSummary(name, columns);
        foreach (var row in rows) summary.Add(row);
        return new(name, _ =>
        {
            opened?.Invoke();
            return Task.FromResult<IRows>(new MemoryRows(columns, rows));
        }, () => summary);
    }

    public static ReportContent Content(params ReportTable[] tables) => new()
    {
        Title = () => "Jakość — Ποιότητα — Качество — 品質 <b>",
        ReportType = "quality",
        Version = "v1",
        Slot = Instant.FromUtc(2026, 11, 23, 8, 0),
        Show = new CellText(null, DateTimeZoneProviders.Tzdb["Europe/Warsaw"]),
        Page = new(),
        Filters = [("Region", "EU & <more>")],
        FiltersJson = new() { ["region"] = "EU" },
        Tables = tables,
        Body = () =>
        [
            new Block.Heading(1, [new("Quality & <em>")]),
            new Block.Paragraph([new("Plain "), new("bold", RunStyle.Bold), new(" "), new("link", RunStyle.Plain, "https://example.com/?a=1&b=2"), new(" " + Hostile)]),
            new Block.ListBlock([[new Block.Paragraph([new("one")])], [new Block.Paragraph([new("two <x>")])]], 1),
            new Block.Tiles([new("Passed", "98.0%", "+1.0 pp", Colour.Green), new("<Failed>", "2", "", Colour.None)]),
            .. tables.Select(t => new Block.Table(new(t.Name, []) { Title = "All of " + t.Name, Totals = true }) { Line = 7 }),
            new Block.Rule(),
            new Block.Quote([new Block.Paragraph([new("quoted", RunStyle.Italic)])]),
            new Block.Code("select <1>\n  from x"),
            new Block.Grid([[new("a")], [new("b")]], [[[new("1")], [new("2 <td>")]]], [Align.Left, Align.Right]),
        ],
    };
}
