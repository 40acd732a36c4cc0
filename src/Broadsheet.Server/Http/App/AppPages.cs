using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Broadsheet.Server.Http.App;

/// <summary>
/// Serves the browser app: its page at every address of the app, its files with the cache they deserve. The pages' policy lets in no
/// script but the app's own files; what a library styles at run time carries the nonce of the page.
/// </summary>
internal static class AppPages
{
    private const string NonceMark = "__NONCE__";
    private const string Forever = "public, max-age=31536000, immutable";
    private const string Missing = "This Broadsheet was built without its pages: npm was not on the PATH. Install Node.js 20 or newer and build again; the API works meanwhile, and /docs describes it.\n";

    private static readonly string[] Roots = ["/", "/signin", "/reports/{**rest}", "/settings/{**rest}", "/admin/{**rest}", "/invitations/{token}"];
    private static readonly PathString[] NoPages = ["/api", "/openapi", "/docs", "/healthz", "/metrics", "/assets"];

    public static void MapAppPages(this IEndpointRouteBuilder routes)
    {
        var files = routes.ServiceProvider.GetRequiredService<AppFiles>();
        foreach (var root in Roots) routes.MapGet(root, (HttpContext http) => PageAsync(http, files, StatusCodes.Status200OK)).ExcludeFromDescription();
        routes.MapGet("/assets/{**path}", (HttpContext http, string path) => File(http, files, "assets/" + path, Forever)).ExcludeFromDescription();
        routes.MapGet("/favicon.svg", (HttpContext http) => File(http, files, "favicon.svg", "no-cache")).ExcludeFromDescription();
    }

    /// <summary>True for a browser that was sent to an address where nothing is: the app shows that better than a problem document.</summary>
    public static bool Wants(HttpContext http) =>
        HttpMethods.IsGet(http.Request.Method) && http.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase)
        && !Array.Exists(NoPages, p => http.Request.Path.StartsWithSegments(p, StringComparison.OrdinalIgnoreCase));

    public static Task PageAsync(HttpContext http, AppFiles files, int status)
    {
        http.Response.StatusCode = status;
        if (files.Find(AppFiles.Page) is not { } page)
        {
            http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return http.Response.WriteAsync(Missing, http.RequestAborted);
        }

        var nonce = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(18));
        http.Response.ContentType = page.MediaType;
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.ContentSecurityPolicy =
            "default-src 'none'; script-src 'self'; style-src 'self'; " + $"style-src-elem 'self' 'nonce-{nonce}'; style-src-attr 'unsafe-inline'; "
            + "img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; frame-src 'self' blob:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
        return http.Response.WriteAsync(Encoding.UTF8.GetString(page.Plain).Replace(NonceMark, nonce, StringComparison.Ordinal), http.RequestAborted);
    }

    private static IResult File(HttpContext http, AppFiles files, string path, string cache)
    {
        if (files.Find(path) is not { } file) return TypedResults.StatusCode(StatusCodes.Status404NotFound);
        var headers = http.Response.Headers;
        (headers.ETag, headers.CacheControl, headers.Vary) = (file.ETag, cache, "Accept-Encoding");
        if (http.Request.Headers.IfNoneMatch.ToString().Contains(file.ETag, StringComparison.Ordinal)) return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        var (bytes, encoding) = file.For(http.Request);
        if (encoding is not null) headers.ContentEncoding = encoding;
        return TypedResults.Bytes(bytes, file.MediaType);
    }
}
