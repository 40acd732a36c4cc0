using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;

namespace Broadsheet.Server.Http;

/// <summary>ETags: of what people edit, its version; of what changes by itself, a hash of what is shown.</summary>
internal static class ETags
{
    public static string OfVersion(int version) => string.Create(CultureInfo.InvariantCulture, $"\"v{version}\"");

    public static string OfContent<T>(T value) =>
        $"\"{Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(value, Wire.Json)).AsSpan(0, 12))}\"";

    /// <summary>True unless an If-Match was sent that names another version.</summary>
    public static bool Matches(HttpContext http, int version)
    {
        var wanted = http.Request.Headers.IfMatch.ToString();
        return wanted.Length == 0 || wanted == "*" || wanted.Split(',').Any(t => t.Trim() == OfVersion(version));
    }

    /// <summary>The If-Match header for an operation: null when none was sent.</summary>
    public static string? IfMatch(HttpContext http) => http.Request.Headers.IfMatch.ToString() is { Length: > 0 } tags and not "*" ? tags : null;

    /// <summary>True when <paramref name="ifMatch"/> is absent or names <paramref name="version"/>.</summary>
    public static bool Matches(string? ifMatch, int version) =>
        ifMatch is null || ifMatch.Split(',').Any(t => t.Trim() == OfVersion(version));

    /// <summary>The same for what has no version: compares what the caller read with <paramref name="current"/>.</summary>
    public static bool MatchesContent<T>(string? ifMatch, T current) =>
        ifMatch is null || ifMatch.Split(',').Any(t => t.Trim() == OfContent(current));
}
