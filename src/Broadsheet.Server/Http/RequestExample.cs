namespace Broadsheet.Server.Http;

/// <summary>An example of a request body, for the API document.</summary>
internal sealed record RequestExample(string Json);

internal static class RequestExamples
{
    /// <summary>Shows <paramref name="json"/> as the request body in the API document. A test holds every example against its schema.</summary>
    public static RouteHandlerBuilder Example(this RouteHandlerBuilder route, string json) => route.WithMetadata(new RequestExample(json));
}
