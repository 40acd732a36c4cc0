using Broadsheet.Server.Http;

namespace Broadsheet.Server.Composition;

/// <summary>The API's own description, and a page that shows it. Both for callers who are signed in.</summary>
internal static class OpenApiSetup
{
    public static void AddApiDocument(this IServiceCollection services) => services.AddOpenApi("v1", ApiDocument.Configure);

    public static void MapApiDocument(this IEndpointRouteBuilder routes)
    {
        routes.MapOpenApi("/openapi/{documentName}.json").ExcludeFromDescription();
        routes.MapDocsPage();
    }
}
