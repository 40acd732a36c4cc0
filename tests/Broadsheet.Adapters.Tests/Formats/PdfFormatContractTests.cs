using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Broadsheet.Adapters.Formats.Pdf;
using Broadsheet.Core;
using Broadsheet.Core.Ports;
using Broadsheet.Core.Reports;
using Broadsheet.Core.Reports.Blocks;
using Broadsheet.Testing;
using Xunit;

namespace Broadsheet.Adapters.Tests.Formats;

public sealed partial class PdfFormatContractTests : FormatContract
{
    private protected override IReportFormat Format { get; } = new PdfFormat();

    /// <summary>The text line by line, a page after the other. Widths of gaps and marks of direction are the tool's, and left out.</summary>
    private protected override async Task<string> ContentAsync(byte[] file)
    {
        using var folder = new TempFolder();
        await File.WriteAllBytesAsync(folder.File("a.pdf"), file);
        var text = (await Tool.RunAsync("pdftotext", "-layout", folder.File("a.pdf"), "-")).Replace("\f", "--- page\n", StringComparison.Ordinal);
        var lines = text.Split('\n').Select(line => Gap().Replace(Direction().Replace(line, ""), "  ").Trim()).Where(line => line.Length > 0);
        return string.Join('\n', lines) + "\n";
    }

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
    public async Task Those_who_do_not_see_the_page_are_told_what_is_on_it()
    {
        using var folder = new TempFolder();
        var table = SomeReport.Table("runs", SomeReport.Columns, [.. Enumerable.Range(0, 90).Select(i => SomeReport.Row(i, $"row {i}"))]);
        var content = SomeReport.Content(table);
        var blocks = content.Body().Append(new Block.Chart(new("runs", ChartType.Bar, "name", ["amount"]) { Title = "Amounts" })).ToList();
        var (_, file) = await WriteAsync(content with { Body = () => blocks });
        await File.WriteAllBytesAsync(folder.File("a.pdf"), file);
        var tags = await Tool.RunAsync("pdfinfo", "-struct-text", folder.File("a.pdf"));
        foreach (var tag in new[] { "H1 (block)", "P (block)", "Link (inline)", "L (block)", "Lbl (block)", "LBody (block)", "Caption", "Table", "TR", "TH", "TD", "Figure", "BlockQuote" })
            Assert.Contains(tag, tags, StringComparison.Ordinal);
        Assert.Equal(90 + 2 + 2, Regex.Count(tags, @"^ +TR$", RegexOptions.Multiline, TimeSpan.FromSeconds(5)));
        Assert.Equal(SomeReport.Columns.Count + 2, Regex.Count(tags, @"^ +TH", RegexOptions.Multiline, TimeSpan.FromSeconds(5)));
        Assert.DoesNotContain("v1 ·", tags, StringComparison.Ordinal);
        await Tool.RunAsync("qpdf", "--qdf", folder.File("a.pdf"), folder.File("b.pdf"));
        var plain = await File.ReadAllTextAsync(folder.File("b.pdf"), TestContext.Current.CancellationToken);
        Assert.Contains("/Alt", plain, StringComparison.Ordinal);
        Assert.Contains("/Marked true", plain, StringComparison.Ordinal);
        Assert.Contains("/Lang (en", plain, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bookmarks_are_nested_as_the_headings_are()
    {
        using var folder = new TempFolder();
        IReadOnlyList<Block> blocks = [.. new[] { (1, "One"), (2, "One.A"), (3, "Deep"), (2, "One.B"), (1, "Two") }.Select(h => new Block.Heading(h.Item1, [new(h.Item2)]))];
        var (_, file) = await WriteAsync(SomeReport.Content() with { Body = () => blocks });
        await File.WriteAllBytesAsync(folder.File("a.pdf"), file);
        var outlines = JsonNode.Parse(await Tool.RunAsync("qpdf", "--json", "--json-key=outlines", folder.File("a.pdf")))!["outlines"]!.AsArray();
        Assert.Equal("One(One.A(Deep)One.B)Two", string.Concat(outlines.Select(Shown)));
    }

    [Fact]
    public async Task Without_any_font_the_error_says_what_to_install()
    {
        var failure = await Assert.ThrowsAsync<ReportException>(() => new PdfFormat([]).WriteAsync(SomeReport.Content(), new NoSeek(), TestContext.Current.CancellationToken));
        Assert.Contains("install Noto Sans", Assert.IsType<Problem.Conflict>(failure.Problem).Message, StringComparison.Ordinal);
    }

    private static string Shown(JsonNode? outline)
    {
        var kids = outline!["kids"]!.AsArray();
        return outline["title"]!.GetValue<string>() + (kids.Count == 0 ? "" : $"({string.Concat(kids.Select(Shown))})");
    }

    private protected override async Task CheckAsync(byte[] file)
    {
        using var folder = new TempFolder();
        await File.WriteAllBytesAsync(folder.File("a.pdf"), file);
        await Tool.RunAsync("qpdf", "--check", folder.File("a.pdf"));
    }

    [GeneratedRegex(" {2,}")]
    private static partial Regex Gap();

    [GeneratedRegex("[\u202A-\u202E\u200E\u200F]")]
    private static partial Regex Direction();
}
