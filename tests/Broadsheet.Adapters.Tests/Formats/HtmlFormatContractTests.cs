using System.Text;
using AngleSharp.Html.Parser;
using Broadsheet.Adapters.Formats.Html;
using Broadsheet.Core.Ports;
using Broadsheet.Core.Reports;
using Broadsheet.Core.Reports.Blocks;
using Broadsheet.Testing;
using Xunit;

namespace Broadsheet.Adapters.Tests.Formats;

public sealed class HtmlFormatContractTests : FormatContract
{
    private protected override IReportFormat Format { get; } = new HtmlFormat();

    /// <summary>Every text with the element that it stands in; how it looks is for the pictures.</summary>
    private protected override Task<string> ContentAsync(byte[] file)
    {
        var page = new HtmlParser().ParseDocument(Encoding.UTF8.GetString(file));
        var lines = page.All.Where(e => e.LocalName is not ("style" or "script"))
            .SelectMany(e => e.ChildNodes.OfType<AngleSharp.Dom.IText>().Select(t => (e.LocalName, Text: t.Data.Trim())))
            .Where(t => t.Text.Length > 0).Select(t => $"{t.LocalName}: {t.Text.ReplaceLineEndings("⏎")}");
        return Task.FromResult(string.Join('\n', lines) + "\n");
    }

    [Fact]
    public async Task A_mail_is_as_safe_as_a_page()
    {
        var content = SomeReport.Content(SomeReport.Table("runs", SomeReport.Columns, SomeReport.HostileRows));
        await CheckAsync(Encoding.UTF8.GetBytes(await new MailFormat().HtmlAsync(content, TestContext.Current.CancellationToken)));
        Assert.Contains(SomeReport.Hostile, new MailFormat().Text(content), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_chart_in_a_mail_is_a_picture_that_says_in_words_what_it_shows()
    {
        Assert.SkipUnless(Tool.Find("rsvg-convert"), "rsvg-convert is not installed here (apt install librsvg2-bin).");
        var page = new HtmlParser().ParseDocument(await new MailFormat().HtmlAsync(WithChart(), TestContext.Current.CancellationToken));
        var picture = Assert.Single(page.QuerySelectorAll("img"));
        var png = Convert.FromBase64String(picture.GetAttribute("src")!["data:image/png;base64,".Length..]);
        Assert.Equal("\u0089PNG", Encoding.Latin1.GetString(png, 0, 4));
        Assert.Equal(1_440, (png[18] << 8) + png[19]);
        Assert.Equal("Bar chart, Amounts & <more>. 2 values of Name, a<b> to c: Amount from 12.5 to 12.5, last 12.5.", picture.GetAttribute("alt"));
    }

    [Fact]
    public async Task A_browser_shows_the_page_and_asks_for_nothing_else()
    {
        Assert.SkipUnless(Tool.Find("chromium"), "chromium is not installed here.");
        using var folder = new TempFolder();
        var (_, file) = await WriteAsync(SomeReport.Content(SomeReport.Table("runs", SomeReport.Columns, SomeReport.HostileRows)));
        await File.WriteAllBytesAsync(folder.File("a.html"), file, TestContext.Current.CancellationToken);
        var shown = await Tool.RunAsync("chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync", "--user-data-dir=" + folder.File("profile"), "--dump-dom", "file://" + folder.File("a.html"));
        var page = new HtmlParser().ParseDocument(shown);
        Assert.Equal(SomeReport.HostileRows.Count, page.QuerySelectorAll("table")[0].QuerySelectorAll("tbody tr").Length);
        Assert.Contains(page.QuerySelectorAll("td"), cell => cell.TextContent == "<script>alert(1)</script>");
        Assert.Empty(page.QuerySelectorAll("[src],[srcset],link,iframe"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("/bin/false")]
    [InlineData("/nowhere/rsvg-convert")]
    public async Task Where_no_picture_can_be_made_a_chart_is_bars_of_table_cells(string? tool)
    {
        var page = new HtmlParser().ParseDocument(await new MailFormat(tool).HtmlAsync(WithChart(), TestContext.Current.CancellationToken));
        Assert.Empty(page.QuerySelectorAll("img"));
        Assert.Equal(2, page.QuerySelectorAll("td[style*='line-height:10px']").Length);
    }

    private static ReportContent WithChart()
    {
        var content = SomeReport.Content(SomeReport.Table("runs", SomeReport.Columns, [SomeReport.Row(1, "a<b>"), SomeReport.Row(2, "c")]));
        return content with { Body = () => [new Block.Chart(new("runs", ChartType.Bar, "name", ["amount"]) { Title = "Amounts & <more>" })] };
    }

    private protected override Task CheckAsync(byte[] file)
    {
        var page = new HtmlParser(new() { IsStrictMode = true }).ParseDocument(new UTF8Encoding(false, true).GetString(file));
        Assert.Empty(page.QuerySelectorAll("script,iframe,object,embed,link,img,base,form,meta[http-equiv]"));
        Assert.DoesNotContain(page.All.SelectMany(e => e.Attributes), a => a.Name.StartsWith("on", StringComparison.Ordinal) || a.Name is "src" or "srcset");
        Assert.All(page.QuerySelectorAll("a"), a => Assert.Matches("^(https?|mailto):", a.GetAttribute("href")!));
        Assert.DoesNotContain("url(", page.DocumentElement.OuterHtml, StringComparison.Ordinal);
        Assert.DoesNotContain("@import", page.DocumentElement.OuterHtml, StringComparison.Ordinal);
        return Task.CompletedTask;
    }
}
