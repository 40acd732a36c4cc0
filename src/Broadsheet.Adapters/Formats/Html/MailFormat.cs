using System.Text;
using Broadsheet.Core.Ports;
using Broadsheet.Core.Reports;
using Broadsheet.Core.Reports.Blocks;

namespace Broadsheet.Adapters.Formats.Html;

/// <summary>
/// A report as the body of a mail. It reads with images off: its only ones are charts, as data that the mail's writer makes parts of,
/// each with its words.
/// </summary>
public sealed class MailFormat : IMessageFormat
{
    private readonly ChartPicture picture;

    public MailFormat()
        : this(ChartPicture.Find())
    {
    }

    /// <summary>With the program that makes pictures; null makes bars of table cells.</summary>
    internal MailFormat(string? svgTool) => picture = new(svgTool);

    public async Task<string> HtmlAsync(ReportContent content, CancellationToken ct)
    {
        using var output = new MemoryStream();
        var html = new HtmlText(new(output));
        html.Raw("<!doctype html>\n<html lang=\"");
        html.Text(content.Show.Locale);
        html.Raw("\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>");
        html.Text(content.Title());
        html.Raw("</title></head><body style=\"margin:0;padding:0;background:#f3f4f6\">"
            + "<table role=\"presentation\" width=\"100%\" cellspacing=\"0\" cellpadding=\"0\" style=\"background:#f3f4f6\"><tr><td align=\"center\" style=\"padding:16px 8px\">"
            + "<table role=\"presentation\" width=\"680\" cellspacing=\"0\" cellpadding=\"0\" style=\"width:100%;max-width:680px;background:#ffffff;border:1px solid #e5e7eb\">"
            + "<tr><td style=\"padding:24px;font:14px/1.5 'Segoe UI',Roboto,Helvetica,Arial,sans-serif;color:#1f2937\">\n");
        if (content.Body() is not [Block.Heading, ..])
        {
            html.Raw($"<h1{HtmlLook.Mail.Of("h1")}>");
            html.Text(content.Title());
            html.Raw("</h1>\n");
        }

        await new HtmlBlocks(html, HtmlLook.Mail, new MailData(html, content, picture, ct).WriteAsync).WriteAsync(content.Body());
        html.Raw("<p style=\"margin:20px 0 0;padding-top:8px;border-top:1px solid #e5e7eb;font-size:12px;color:#6b7280\">");
        html.Text(content.Origin);
        html.Raw("</p></td></tr></table></td></tr></table></body></html>\n");
        html.Flush();
        return Encoding.UTF8.GetString(output.GetBuffer().AsSpan(0, (int)output.Length));
    }

    public string Text(ReportContent content) => new MailText(content).Write();
}
