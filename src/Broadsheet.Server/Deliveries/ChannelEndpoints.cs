using Broadsheet.Server.Http;

namespace Broadsheet.Server.Deliveries;

internal static class ChannelEndpoints
{
    public static void MapChannels(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/v1/channels", List).WithTags("Deliveries").WithSummary("The kinds of destination there are, with their settings").Produces<IReadOnlyList<ChannelWire>>();

    private static async Task<IResult> List(HttpContext http, ListChannels list, CancellationToken ct) => (await list.RunAsync(http.Actor(), ct)).Answer();
}
