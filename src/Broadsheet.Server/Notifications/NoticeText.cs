using System.Net;
using System.Text;
using Broadsheet.Core.Notifications;

namespace Broadsheet.Server.Notifications;

/// <summary>A message in parts: what happened, who did not get what, what is safe, what to do. The same as text and as HTML.</summary>
internal sealed record NoticeText(string Subject, IReadOnlyList<NoticePart> Parts)
{
    private const int LongestSubject = 200;

    /// <summary>One line, whatever a schedule is called.</summary>
    public string Subject { get; } = Line(Subject);

    public string ToText(Uri link, string why)
    {
        var text = new StringBuilder();
        foreach (var part in Parts)
        {
            text.Append(part.Title).Append('\n');
            foreach (var line in part.Lines) text.Append("  ").Append(Line(line, 1_000)).Append('\n');
            text.Append('\n');
        }

        return text.Append(link.AbsoluteUri).Append("\n\n-- \n").Append(why).Append('\n').ToString();
    }

    public string ToHtml(NoticeEvent? told, Uri link, string why)
    {
        var html = new StringBuilder();
        html.Append("""
            <!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"></head>
            <body style="margin:0;background:#f6f7f9;font-family:Inter,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;font-size:14px;line-height:1.45;color:#171a21">
            <table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr><td align="center" style="padding:24px 12px">
            <table role="presentation" width="560" cellpadding="0" cellspacing="0" style="width:100%;max-width:560px;background:#ffffff;border:1px solid #dfe3ea;border-radius:10px;text-align:left">
            """);
        html.Append(System.Globalization.CultureInfo.InvariantCulture, $"<tr><td style=\"padding:20px 24px;border-top:4px solid {Colour(told)};border-radius:10px 10px 0 0\"><h1 style=\"margin:0;font-size:20px;line-height:1.3\">{Safe(Subject)}</h1></td></tr>");
        foreach (var part in Parts)
        {
            html.Append("<tr><td style=\"padding:0 24px 16px\"><p style=\"margin:0 0 4px;font-size:12px;font-weight:600;color:#545c6b\">").Append(Safe(part.Title)).Append("</p>");
            foreach (var line in part.Lines) html.Append("<p style=\"margin:0 0 4px;overflow-wrap:anywhere\">").Append(Safe(Line(line, 1_000))).Append("</p>");
            html.Append("</td></tr>");
        }

        html.Append("<tr><td style=\"padding:4px 24px 24px\"><a href=\"").Append(Safe(link.AbsoluteUri))
            .Append("\" style=\"display:inline-block;background:#3b5bdb;color:#ffffff;text-decoration:none;font-weight:600;padding:9px 16px;border-radius:6px\">Open in Broadsheet</a></td></tr></table>")
            .Append("<p style=\"max-width:560px;margin:16px auto 0;font-size:12px;color:#545c6b\">").Append(Safe(why)).Append("</p></td></tr></table></body></html>");
        return html.ToString();
    }

    private static string Colour(NoticeEvent? told) => told switch
    {
        NoticeEvent.Fails or NoticeEvent.Missed => "#c0262d",
        NoticeEvent.Late or NoticeEvent.Paused or NoticeEvent.Approval => "#8a5a00",
        NoticeEvent.Succeeds or NoticeEvent.Recovers => "#146c3c",
        null => "#3b5bdb",
    };

    private static string Safe(string text) => WebUtility.HtmlEncode(text);

    private static string Line(string text, int longest = LongestSubject)
    {
        var line = string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)).Trim();
        return line.Length > longest ? string.Concat(line.EnumerateRunes().Take(longest - 1)) + "…" : line;
    }
}

/// <summary>A heading and the lines below it.</summary>
internal sealed record NoticePart(string Title, IReadOnlyList<string> Lines);
