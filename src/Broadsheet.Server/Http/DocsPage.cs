using System.Reflection;

namespace Broadsheet.Server.Http;

/// <summary>The page that shows the API document: three files in the program, no script or style from anywhere else.</summary>
internal static class DocsPage
{
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    public static void MapDocsPage(this IEndpointRouteBuilder routes)
    {
        Map(routes, "/docs", "docs.html", "text/html; charset=utf-8");
        Map(routes, "/docs/docs.js", "docs.js", "text/javascript; charset=utf-8");
        Map(routes, "/docs/docs.css", "docs.css", "text/css; charset=utf-8");
    }

    private static void Map(IEndpointRouteBuilder routes, string path, string file, string type)
    {
        var bytes = Read(file);
        routes.MapGet(path, (HttpContext http) =>
        {
            http.Response.Headers.ContentSecurityPolicy = Policy;
            return TypedResults.Bytes(bytes, type);
        }).ExcludeFromDescription();
    }

    private static byte[] Read(string file)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("Docs/" + file)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
