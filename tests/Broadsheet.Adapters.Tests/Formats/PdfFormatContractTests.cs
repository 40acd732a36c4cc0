using Broadsheet.Adapters.Formats.Pdf;
using Broadsheet.Core;
using Broadsheet.Core.Ports;
using Broadsheet.Core.Reports;
using Broadsheet.Testing;
using Xunit;

namespace Broadsheet.Adapters.Tests.Formats;

public sealed class PdfFormatContractTests : FormatContract
{
    private protected override IReportFormat Format { get; } = new PdfFormat();

    [Fact]
    public async Task Text_of_many_scripts_can_be_copied()
    {
        using var folder = new TempFolder();
        var (_, file) = await WriteAsync(SomeReport.Content(SomeReport.Table("runs", SomeReport.Columns, [SomeReport.Row(1, "żółć Ελλάδα Москва 東京")])));
        await File.WriteAllBytesAsync(folder.File("a.pdf"), file);
        var text = await Tool.RunAsync("pdftotext", "-layout", folder.File("a.pdf"), "-");
        foreach (var part in new[] { "żółć", "Ελλάδα", "Москва", "東京", "98.0%", "quality v1" }) Assert.Contains(part, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_header_is_on_every_page()
    {
        using var folder = new TempFolder();
        var rows = Enumerable.Range(0, 200).Select(i => SomeReport.Row(i, $"row {i}")).ToList();
        var (count, file) = await WriteAsync(SomeReport.Content(SomeReport.Table("runs", SomeReport.Columns, rows)));
        await File.WriteAllBytesAsync(folder.File("a.pdf"), file);
        var pages = (await Tool.RunAsync("pdftotext", "-layout", folder.File("a.pdf"), "-")).Split('\f', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(200, count);
        Assert.True(pages.Length > 3);
        Assert.All(pages.Take(pages.Length - 1), p => Assert.Contains("Amount", p, StringComparison.Ordinal));
        Assert.Matches($@"{pages.Length}\s*/\s*{pages.Length}\b", pages[^1]);
    }

    [Fact]
    public async Task The_fonts_that_the_build_brought_are_used_before_those_of_the_system()
    {
        Assert.SkipUnless(File.Exists(Path.Combine(AppContext.BaseDirectory, "fonts", "NotoSansSC-Regular.ttf")), "This build had no npm to fetch the fonts with.");
        using var folder = new TempFolder();
        var (_, file) = await WriteAsync(SomeReport.Content(SomeReport.Table("runs", SomeReport.Columns, [SomeReport.Row(1, "売上 한글 😀 עברית العربية → **")])));
        await File.WriteAllBytesAsync(folder.File("a.pdf"), file);
        var fonts = await Tool.RunAsync("pdffonts", folder.File("a.pdf"));
        foreach (var font in new[] { "NotoSansRegular", "NotoSansBold", "NotoSansSCRegular", "NotoSansKRRegular", "NotoEmojiRegular", "NotoSansHebrewRegular", "NotoSansArabicRegular" })
            Assert.Contains("+" + font, fonts, StringComparison.Ordinal);
        Assert.DoesNotContain("Droid", fonts, StringComparison.Ordinal);
        Assert.DoesNotContain("DejaVu", fonts, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_any_font_the_error_says_what_to_install()
    {
        var failure = await Assert.ThrowsAsync<ReportException>(() => new PdfFormat([]).WriteAsync(SomeReport.Content(), new NoSeek(), TestContext.Current.CancellationToken));
        Assert.Contains("install Noto Sans", Assert.IsType<Problem.Conflict>(failure.Problem).Message, StringComparison.Ordinal);
    }

    private protected override async Task CheckAsync(byte[] file)
    {
        using var folder = new TempFolder();
        await File.WriteAllBytesAsync(folder.File("a.pdf"), file);
        await Tool.RunAsync("qpdf", "--check", folder.File("a.pdf"));
    }
}
