using System.Globalization;
using System.Text;
using Broadsheet.Core.Runs;
using Broadsheet.Server.Http;
using Microsoft.Net.Http.Headers;
using NodaTime.Text;

namespace Broadsheet.Server.Recipients;

/// <summary>/d/{token}: the files of one delivery for whoever has its link, until it expires.</summary>
internal static class LinkPages
{
    private static readonly InstantPattern Time = InstantPattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm 'UTC'");

    public static void MapLinkPages(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/d/{token}", ShowAsync).AllowAnonymous().ExcludeFromDescription();
        routes.MapMethods("/d/{token}/{file:guid}", [HttpMethods.Get, HttpMethods.Head], FileAsync).AllowAnonymous().ExcludeFromDescription();
    }

    private static async Task<IResult> ShowAsync(HttpContext http, string token, OpenLink open, CancellationToken ct)
    {
        if (await open.FindAsync(token, ct) is not { } link) return Unknown(http);
        if (link.Expired) return Expired(http, link);
        var body = new StringBuilder(PublicPage.Paragraph($"For {link.Delivery.Recipient}. This link works until {Time.Format(link.Row.ExpiresAt)}.", "second")).Append("<ul>");
        foreach (var file in link.Files)
        {
            body.Append(CultureInfo.InvariantCulture,
                $"<li><span>{PublicPage.Safe(file.FileName)}<br><span class=\"second\">{file.Rows:N0} rows, {Size(file.Bytes)}</span></span><a class=\"button\" href=\"{PublicPage.Safe(token)}/{file.Id}\" download>Download</a></li>");
        }

        if (link.Files.Count == 0) body.Append("<li>Its files are no longer kept.</li>");
        return PublicPage.Of(http, StatusCodes.Status200OK, link.Subject, body.Append("</ul>").ToString());
    }

    private static async Task<IResult> FileAsync(HttpContext http, string token, Guid file, OpenLink open, CancellationToken ct)
    {
        if (await open.FindAsync(token, ct) is not { } link) return Unknown(http);
        if (link.Expired) return Expired(http, link);
        if (await open.FileAsync(link, new ArtifactId(file), http.From(), ct) is not { } found)
            return PublicPage.Of(http, StatusCodes.Status404NotFound, "This file is no longer kept", PublicPage.Paragraph("Ask for the report again."));
        http.Response.Headers.CacheControl = "private, no-store";
        http.Response.Headers.ContentSecurityPolicy = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:";
        http.Response.Headers["X-Robots-Tag"] = "noindex";
        return TypedResults.File(found.Bytes, found.Row.MediaType, found.Row.FileName, found.Row.CreatedAt.ToDateTimeOffset(), new EntityTagHeaderValue($"\"{found.Row.Sha256}\""), enableRangeProcessing: true);
    }

    /// <summary>A size for people: decimal units, as mail programs count.</summary>
    public static string Size(long bytes) => bytes switch
    {
        < 1_000 => $"{bytes} bytes",
        < 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1_000.0:0.#} kB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1_000_000.0:0.#} MB"),
    };

    private static IResult Unknown(HttpContext http) => PublicPage.Of(http, StatusCodes.Status404NotFound, "There is nothing at this link",
        PublicPage.Paragraph("It is incomplete, or it expired long ago. Copy all of it from the message."));

    private static IResult Expired(HttpContext http, OpenedLink link) => PublicPage.Of(http, StatusCodes.Status410Gone, "This link has expired",
        PublicPage.Paragraph($"It worked until {Time.Format(link.Row.ExpiresAt)}. Ask who sends you this report to send it again, or to keep links working longer."));
}
