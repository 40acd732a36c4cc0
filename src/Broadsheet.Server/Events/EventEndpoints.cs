using Broadsheet.Server.Http;

namespace Broadsheet.Server.Events;

/// <summary>/api/v1/events.</summary>
internal static class EventEndpoints
{
    private const string LastEventId = "Last-Event-ID";

    public static void MapEvents(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/v1/events", Follow).WithTags("Events")
            .WithSummary("What changes in the workspace, as server-sent events")
            .WithDescription("Events “change” name a run, delivery, schedule or notification (your own) and its new status. Send Last-Event-ID to go on where you stopped, up to an hour back; “reset” says that more is missing, or that very much changed at once: read again what you show. “ready” and “beat” only say that the stream is alive.")
            .Produces<ChangeWire>(StatusCodes.Status200OK, "text/event-stream");

    private static IResult Follow(HttpContext http, FollowChanges follow, CancellationToken ct)
    {
        var from = http.Request.Headers[LastEventId].ToString();
        var stream = follow.Run(http, http.Actor(), from.Length > 0 ? from : null, ct);
        if (!stream.IsOk) return stream.Problem.Answer();
        // Proxies that gather answers would hold events back.
        http.Response.Headers["X-Accel-Buffering"] = "no";
        return TypedResults.ServerSentEvents(stream.Value);
    }
}
