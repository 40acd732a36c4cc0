using Broadsheet.Adapters.Formats.Xlsx;
using Broadsheet.Core.Ports;
using Broadsheet.Testing;
using Xunit;

namespace Broadsheet.Adapters.Tests.Formats;

public sealed class XlsxFormatContractTests : FormatContract
{
    private const string Open = """
        import sys, openpyxl, warnings
        warnings.simplefilter("error")
        book = openpyxl.load_workbook(sys.argv[1])
        assert book.sheetnames[0] == "Report", book.sheetnames
        for sheet in book.worksheets:
            for row in sheet.iter_rows():
                for cell in row:
                    assert cell.data_type != "f", cell.value
        """;

    private const string Types = """
        import sys, openpyxl
        sheet = openpyxl.load_workbook(sys.argv[1])["Runs"]
        print([c.value for c in sheet[1]][:3], sheet.freeze_panes, sheet.auto_filter.ref)
        print("|".join(type(c.value).__name__ for c in sheet[2]))
        print("|".join(str(c.value) for c in sheet[2]))
        print(sheet["F2"].number_format, "|", sheet["F2"].is_date)
        """;

    private const string Dump = """
        import sys, openpyxl
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
        book = openpyxl.load_workbook(sys.argv[1])
        for sheet in book.worksheets:
            print("##", sheet.title, "frozen", sheet.freeze_panes, "filter", sheet.auto_filter.ref, "merged", sorted(str(m) for m in sheet.merged_cells.ranges))
            for row in sheet.iter_rows():
                for cell in row:
                    if cell.value is not None:
                        print(cell.coordinate, type(cell.value).__name__, cell.number_format, "bold" if cell.font.b else "", repr(cell.value), cell.hyperlink.target if cell.hyperlink else "")
        """;

    private protected override IReportFormat Format { get; } = new XlsxFormat();

    [Fact]
    public async Task Numbers_are_numbers_and_dates_are_dates()
    {
        using var folder = new TempFolder();
        var (_, file) = await WriteAsync(SomeReport.Content(SomeReport.Table("runs", SomeReport.Columns, [SomeReport.Row(7, "x")])));
        await File.WriteAllBytesAsync(folder.File("a.xlsx"), file);
        var seen = await Tool.OpenpyxlAsync(Types, folder.File("a.xlsx"));
        Assert.Equal("""
            ['id', 'amount', 'rate'] A2 A1:I2
            int|float|float|str|bool|datetime|datetime|datetime|time
            7|12.5|0.25|x|True|2026-11-16 00:00:00|2026-11-16 09:30:00|2026-11-16 09:30:00|09:30:00
            yyyy\-mm\-dd | True

            """.ReplaceLineEndings("\n"), seen);
    }

    [Fact]
    public async Task LibreOffice_opens_it_and_sees_texts_as_they_were()
    {
        using var folder = new TempFolder();
        var (_, file) = await WriteAsync(SomeReport.Content(SomeReport.Table("runs", SomeReport.Columns, SomeReport.HostileRows)));
        await File.WriteAllBytesAsync(folder.File("a.xlsx"), file);
        await Tool.RunAsync("soffice", $"-env:UserInstallation=file://{folder.File("profile")}", "--headless", "--convert-to",
            "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,2", "--outdir", folder.Path, folder.File("a.xlsx"));
        var csv = await File.ReadAllTextAsync(Directory.GetFiles(folder.Path, "*.csv").Single());
        foreach (var text in new[] { SomeReport.Hostile, "@SUM(A1)", "_x0041_", "😀 👩‍👩‍👧 żółć Ελλ Москва 東京 שלום مرحبا", "12345678901234567890123456789012345678", "9223372036854775807" })
            Assert.Contains(text, csv, StringComparison.Ordinal);
    }

    private protected override async Task<string> ContentAsync(byte[] file)
    {
        using var folder = new TempFolder();
        await File.WriteAllBytesAsync(folder.File("a.xlsx"), file);
        return await Tool.OpenpyxlAsync(Dump, folder.File("a.xlsx"));
    }

    private protected override async Task CheckAsync(byte[] file)
    {
        using var folder = new TempFolder();
        await File.WriteAllBytesAsync(folder.File("a.xlsx"), file);
        await Tool.OpenpyxlAsync(Open, folder.File("a.xlsx"));
    }
}
