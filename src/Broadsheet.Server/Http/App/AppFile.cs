using Microsoft.Net.Http.Headers;

namespace Broadsheet.Server.Http.App;

/// <summary>One file of the browser app as the program carries it: as it is, and compressed when it was built.</summary>
internal sealed record AppFile(string MediaType, string ETag, byte[] Plain, byte[]? Brotli, byte[]? Gzip)
{
    /// <summary>The smallest form that the browser takes.</summary>
    public (byte[] Bytes, string? Encoding) For(HttpRequest request)
    {
        if (Brotli is not null && Takes(request, "br")) return (Brotli, "br");
        if (Gzip is not null && Takes(request, "gzip")) return (Gzip, "gzip");
        return (Plain, null);
    }

    private static bool Takes(HttpRequest request, string encoding) =>
        StringWithQualityHeaderValue.TryParseList(request.Headers.AcceptEncoding, out var accepted)
        && accepted.Any(a => a.Value.Equals(encoding, StringComparison.OrdinalIgnoreCase) && a.Quality is not 0);
}
