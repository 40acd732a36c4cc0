using System.Text;
using Broadsheet.Adapters.Formats.Csv;
using Broadsheet.Core.Ports;
using Broadsheet.Core.Reports.Tables;
using Broadsheet.Testing;
using Xunit;

namespace Broadsheet.Adapters.Tests.Formats;

public sealed class CsvFormatContractTests : FormatContract
{
    private const string Open = """
        import sys, csv; csv.field_size_limit(10 ** 9)
        rows = list(csv.reader(open(sys.argv[1], encoding="utf-8", newline=""), strict=True))
        assert rows and len({len(r) for r in rows}) == 1, [len(r) for r in rows]
        """;

    private protected override IReportFormat Format { get; } = new CsvFormat();

    [Theory]
    [InlineData("=1+1", "\"'=1+1\"")]
    [InlineData("@x", "\"'@x\"")]
    [InlineData("-2+3", "\"'-2+3\"")]
    [InlineData("\tx", "\"'\tx\"")]
    [InlineData("-5", "-5")]
    [InlineData("+48123456789", "+48123456789")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("a\"b", "\"a\"\"b\"")]
    [InlineData("", "\"\"")]
    [InlineData("plain", "plain")]
    public async Task A_text_is_written_so(string text, string written)
    {
        var (_, file) = await WriteAsync(SomeReport.Content(SomeReport.Table("t", [new("c", CellKind.Text)], [[Cell.Of(text)]])));
        Assert.Equal($"c\r\n{written}\r\n", Encoding.UTF8.GetString(file));
    }

    [Fact]
    public async Task Separator_mark_line_end_and_raw_are_the_reports_choice()
    {
        var content = SomeReport.Content(SomeReport.Table("t", [new("a", CellKind.Text), new("b", CellKind.Text)], [[Cell.Of("=1"), Cell.Of("x;y")]]))
            with { Csv = new() { Separator = ';', Bom = true, LineFeedOnly = true, Raw = true } };
        var (_, file) = await WriteAsync(content);
        Assert.Equal("\uFEFFa;b\n=1;\"x;y\"\n", Encoding.UTF8.GetString(file));
    }

    /// <summary>Its line ends are its content, too.</summary>
    private protected override Task<string> ContentAsync(byte[] file) => Task.FromResult(Encoding.UTF8.GetString(file).Replace("\r\n", "⏎\n", StringComparison.Ordinal).Replace("\r", "␍", StringComparison.Ordinal));

    private protected override async Task CheckAsync(byte[] file)
    {
        using var folder = new TempFolder();
        await File.WriteAllBytesAsync(folder.File("a.csv"), file);
        await Tool.RunAsync("python3", "-c", Open, folder.File("a.csv"));
    }
}
