using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Broadsheet.Adapters.Channels.Email.Mime;
using Broadsheet.Core.Deliveries;

namespace Broadsheet.Adapters.Channels.Email.Providers;

/// <summary>The same message as each provider's API wants it: to one recipient, files streamed.</summary>
internal static class ProviderRequest
{
    /// <summary>POST /emails of Resend; its Idempotency-Key is the delivery, so that a second attempt makes no second mail.</summary>
    public static HttpRequestMessage Resend(Uri api, MailProvider provider, MimeMessage message, EmailAddress to)
    {
        var request = Post(new Uri(api, "emails"), provider, new JsonWithFiles(message.Attachments, content =>
        {
            var json = new JsonObject
            {
                ["from"] = Formatted(message.From),
                ["to"] = new JsonArray(to.ToString()),
                ["subject"] = Line(message.Subject),
                ["text"] = message.Text,
                ["headers"] = Headers(message),
            };
            var inline = InlineImages.Of(message);
            if (inline.Html is { } html) json["html"] = html;
            if (message.ReplyTo is { } reply) json["reply_to"] = Formatted(reply);
            if (message.Attachments.Count + inline.Images.Count > 0) json["attachments"] = Files(message, inline, content, "content_type", false);
            return json;
        }));
        request.Headers.Add("Idempotency-Key", message.Id.Value.ToString("N"));
        return request;
    }

    /// <summary>POST /v3/mail/send of SendGrid.</summary>
    public static HttpRequestMessage SendGrid(Uri api, MailProvider provider, MimeMessage message, EmailAddress to) =>
        Post(new Uri(api, "v3/mail/send"), provider, new JsonWithFiles(message.Attachments, content =>
        {
            var bodies = new JsonArray(new JsonObject { ["type"] = "text/plain", ["value"] = message.Text.Length == 0 ? " " : message.Text });
            var inline = InlineImages.Of(message);
            if (inline.Html is { Length: > 0 } html) bodies.Add(new JsonObject { ["type"] = "text/html", ["value"] = html });
            var json = new JsonObject
            {
                ["personalizations"] = new JsonArray(new JsonObject { ["to"] = new JsonArray(new JsonObject { ["email"] = to.ToString() }) }),
                ["from"] = Box(message.From),
                ["subject"] = Line(message.Subject) is { Length: > 0 } subject ? subject : " ",
                ["content"] = bodies,
                ["headers"] = Headers(message),
            };
            if (message.ReplyTo is { } reply) json["reply_to"] = Box(reply);
            if (message.Attachments.Count + inline.Images.Count > 0) json["attachments"] = Files(message, inline, content, "type", true);
            return json;
        }));

    private static HttpRequestMessage Post(Uri url, MailProvider provider, HttpContent content)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = content };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", provider.ApiKey);
        request.Headers.Accept.ParseAdd("application/json");
        return request;
    }

    private static JsonObject Headers(MimeMessage message)
    {
        var headers = new JsonObject { ["Auto-Submitted"] = "auto-generated", ["X-Broadsheet-Delivery"] = message.Id.Value.ToString("N") };
        if (message.Unsubscribe is not { } unsubscribe) return headers;
        headers["List-Unsubscribe"] = $"<{unsubscribe.AbsoluteUri}>";
        if (unsubscribe.Scheme == Uri.UriSchemeHttps) headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click";
        return headers;
    }

    private static JsonArray Files(MimeMessage message, InlineImages inline, JsonWithFiles content, string type, bool withDisposition)
    {
        var files = new JsonArray();
        foreach (var image in inline.Images)
        {
            var file = new JsonObject { ["filename"] = image.FileName, [type] = "image/png", ["content"] = image.Base64, ["content_id"] = image.Id };
            if (withDisposition) file["disposition"] = "inline";
            files.Add(file);
        }

        for (var i = 0; i < message.Attachments.Count; i++)
        {
            var file = new JsonObject
            {
                ["filename"] = Line(message.Attachments[i].FileName), [type] = message.Attachments[i].MediaType, ["content"] = content.Mark(i),
            };
            if (withDisposition) file["disposition"] = "attachment";
            files.Add(file);
        }

        return files;
    }

    private static string Formatted(Mailbox box) => box.Name is null ? box.Address.ToString() : $"\"{box.Name.Replace("\\", "", StringComparison.Ordinal)}\" <{box.Address}>";

    private static JsonObject Box(Mailbox box)
    {
        var json = new JsonObject { ["email"] = box.Address.ToString() };
        if (box.Name is not null) json["name"] = box.Name;
        return json;
    }

    private static string Line(string text) => string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));
}
