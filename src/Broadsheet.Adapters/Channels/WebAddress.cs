using Broadsheet.Core;

namespace Broadsheet.Adapters.Channels;

/// <summary>A URL that a user may have us call: http or https, with a host, without a user or password in it.</summary>
internal static class WebAddress
{
    /// <summary>The URL, or the error at <paramref name="field"/>. Where it leads is the guard's matter, when it is called.</summary>
    public static Result<Uri> Parse(string text, string field) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp)
            && url.Host.Length > 0 && url.UserInfo.Length == 0
                ? url
                : new Problem.Invalid(field, "bad-url", "It must be an address that begins with https:// (or http://) and holds no user or password.", "https://example.com/hook");

    /// <summary>What may be shown of it: a query can hold a secret.</summary>
    public static string Shown(Uri url) => url.GetLeftPart(UriPartial.Path) + (url.Query.Length > 0 ? "?…" : "");

    /// <summary>What may not be shown of it: the values in its query.</summary>
    public static IEnumerable<string> Hidden(Uri url) =>
        url.Query.TrimStart('?').Split('&').Select(pair => pair[(pair.IndexOf('=', StringComparison.Ordinal) + 1)..]).Where(value => value.Length > 3);
}
