using System.Globalization;
using System.Text;
using Broadsheet.Core.Deliveries;
using NodaTime.Text;

namespace Broadsheet.Adapters.Channels.Email.Mime;

/// <summary>
/// Writes a message as RFC 5322 and MIME, CRLF throughout and 7 bit but for SMTPUTF8 headers. Attachments stream from their
/// files: memory does not grow with them.
/// </summary>
internal static class MimeWriter
{
    private static readonly InstantPattern DatePattern = InstantPattern.Create("ddd, dd MMM uuuu HH:mm:ss '+0000'", CultureInfo.InvariantCulture);

    public static async Task WriteAsync(MimeMessage message, Stream output, CancellationToken ct)
    {
        // “=_” cannot occur in quoted-printable or base64, so no content can hold a boundary.
        var mixed = $"=_mixed_{message.Id.Value:N}";
        await PutAsync(output, Headers(message), ct);
        if (message.Attachments.Count == 0)
        {
            await WriteBodyAsync(message, output, ct);
            return;
        }

        await PutAsync(output, $"Content-Type: multipart/mixed; boundary=\"{mixed}\"\r\n\r\n--{mixed}\r\n", ct);
        await WriteBodyAsync(message, output, ct);
        foreach (var attachment in message.Attachments)
        {
            await PutAsync(output, $"--{mixed}\r\n{AttachmentHeaders(attachment)}\r\n", ct);
            await WriteFileAsync(attachment, output, ct);
        }

        await PutAsync(output, $"--{mixed}--\r\n", ct);
    }

    private static string Headers(MimeMessage message)
    {
        var headers = new StringBuilder()
            .Append(HeaderText.Mailboxes("From", [message.From]))
            .Append(HeaderText.Mailboxes("To", [.. message.To.Select(a => new Mailbox(null, a))]));
        if (message.Cc.Count > 0) headers.Append(HeaderText.Mailboxes("Cc", [.. message.Cc.Select(a => new Mailbox(null, a))]));
        if (message.ReplyTo is { } reply) headers.Append(HeaderText.Mailboxes("Reply-To", [reply]));
        headers.Append(HeaderText.Text("Subject", message.Subject))
            .Append(HeaderText.Raw("Date", DatePattern.Format(message.Date)))
            .Append(HeaderText.Raw("Message-ID", message.MessageId))
            .Append(HeaderText.Raw("Auto-Submitted", "auto-generated"))
            .Append(HeaderText.Raw("MIME-Version", "1.0"));
        if (message.Unsubscribe is { } unsubscribe)
        {
            headers.Append(HeaderText.Raw("List-Unsubscribe", $"<{unsubscribe.AbsoluteUri}>"));
            if (unsubscribe.Scheme == Uri.UriSchemeHttps) headers.Append(HeaderText.Raw("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"));
        }

        return headers.ToString();
    }

    private static async Task WriteBodyAsync(MimeMessage message, Stream output, CancellationToken ct)
    {
        if (message.Html is not { } html)
        {
            await WriteTextAsync("plain", message.Text, output, ct);
            return;
        }

        var alternative = $"=_alternative_{message.Id.Value:N}";
        await PutAsync(output, $"Content-Type: multipart/alternative; boundary=\"{alternative}\"\r\n\r\n--{alternative}\r\n", ct);
        await WriteTextAsync("plain", message.Text, output, ct);
        await PutAsync(output, $"--{alternative}\r\n", ct);
        await WriteHtmlAsync(message, html, output, ct);
        await PutAsync(output, $"--{alternative}--\r\n", ct);
    }

    private static async Task WriteHtmlAsync(MimeMessage message, string html, Stream output, CancellationToken ct)
    {
        var inline = InlineImages.Of(message);
        if (inline.Images.Count == 0)
        {
            await WriteTextAsync("html", html, output, ct);
            return;
        }

        var related = $"=_related_{message.Id.Value:N}";
        await PutAsync(output, $"Content-Type: multipart/related; type=\"text/html\"; boundary=\"{related}\"\r\n\r\n--{related}\r\n", ct);
        await WriteTextAsync("html", inline.Html!, output, ct);
        foreach (var image in inline.Images)
        {
            await PutAsync(output, $"--{related}\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\nContent-ID: <{image.Id}>\r\n"
                + $"Content-Disposition: inline; filename=\"{image.FileName}\"\r\n\r\n", ct);
            await PutAsync(output, string.Concat(image.Base64.Chunk(76).Select(line => new string(line) + "\r\n")), ct);
        }

        await PutAsync(output, $"--{related}--\r\n", ct);
    }

    private static async Task WriteTextAsync(string subtype, string text, Stream output, CancellationToken ct)
    {
        await PutAsync(output, $"Content-Type: text/{subtype}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n", ct);
        await output.WriteAsync(QuotedPrintable.Encode(text), ct);
    }

    private static string AttachmentHeaders(Attachment attachment) =>
        HeaderText.Raw("Content-Type", MediaType(attachment.MediaType))
        + HeaderText.Raw("Content-Transfer-Encoding", "base64")
        + HeaderText.Parameter("Content-Disposition", "attachment", "filename", attachment.FileName);

    private static string MediaType(string given) =>
        System.Net.Http.Headers.MediaTypeHeaderValue.TryParse(given, out var type) && given.All(c => c is >= ' ' and <= '~')
            ? type.ToString() : "application/octet-stream";

    private static async Task WriteFileAsync(Attachment attachment, Stream output, CancellationToken ct)
    {
        await using var content = await AttachmentReader.OpenAsync(attachment, ct);
        await Base64Lines.WriteAsync(content, output, ct);
    }

    private static async Task PutAsync(Stream output, string text, CancellationToken ct) =>
        await output.WriteAsync(Encoding.UTF8.GetBytes(text), ct);
}
