using System.Net;
using System.Text;

namespace Broadsheet.Server.Runs;

/// <summary>Puts what a message says beside the report into the report's HTML: the sender's text above it, files and links below.</summary>
internal static class MailFrame
{
    private const string Body = "<body";
    private const string End = "</body>";

    private const string Font = "font:14px/1.5 'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
    private const string Open = "<table role=\"presentation\" width=\"100%\" cellspacing=\"0\" cellpadding=\"0\" style=\"background:#f3f4f6\"><tr><td align=\"center\" style=\"padding:0 8px\"><table role=\"presentation\" width=\"680\" cellspacing=\"0\" cellpadding=\"0\" style=\"width:100%;max-width:680px\"><tr><td style=\"";
    private const string Close = "</td></tr></table></td></tr></table>";

    /// <param name="report">A complete HTML document.</param>
    /// <param name="before">Lines of plain text; an empty one is a gap.</param>
    /// <param name="after">Lines of plain text, each with the link that belongs to it.</param>
    public static string Around(string report, IReadOnlyList<string> before, IEnumerable<(string Line, Uri? Link)> after)
    {
        var body = report.IndexOf(Body, StringComparison.Ordinal);
        var start = body < 0 ? -1 : report.IndexOf('>', body) + 1;
        var end = report.LastIndexOf(End, StringComparison.Ordinal);
        if (start < 1 || end < start) return report;
        var html = new StringBuilder(report.Length + 2_000);
        html.Append(report, 0, start);
        if (before.Count > 0) html.Append(Open).Append($"padding:16px 4px 0;{Font};color:#1f2937\">").AppendJoin("<br>", before.Select(WebUtility.HtmlEncode)).Append(Close);
        html.Append(report, start, end - start);
        html.Append(Open).Append($"padding:12px 4px 24px;{Font};font-size:12px;color:#6b7280;overflow-wrap:anywhere\">");
        foreach (var (line, link) in after)
        {
            if (link is null) html.Append(WebUtility.HtmlEncode(line));
            else html.Append("<a href=\"").Append(WebUtility.HtmlEncode(link.AbsoluteUri)).Append("\" style=\"color:#1d4ed8\">").Append(WebUtility.HtmlEncode(line)).Append("</a>");
            html.Append("<br>");
        }

        return html.Append(Close).Append(report, end, report.Length - end).ToString();
    }
}
