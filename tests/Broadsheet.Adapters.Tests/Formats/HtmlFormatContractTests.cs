using System.Text;
using AngleSharp.Html.Parser;
using Broadsheet.Adapters.Formats.Html;
using Broadsheet.Core.Ports;
using Xunit;

namespace Broadsheet.Adapters.Tests.Formats;

public sealed class HtmlFormatContractTests : FormatContract
{
    private protected override IReportFormat Format { get; } = new HtmlFormat();

    [Fact]
    public async Task A_mail_is_as_safe_as_a_page()
    {
        var content = SomeReport.Content(SomeReport.Table("runs", SomeReport.Columns, SomeReport.HostileRows));
        await CheckAsync(Encoding.UTF8.GetBytes(await new MailFormat().HtmlAsync(content, TestContext.Current.CancellationToken)));
        Assert.Contains(SomeReport.Hostile, new MailFormat().Text(content), StringComparison.Ordinal);
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
