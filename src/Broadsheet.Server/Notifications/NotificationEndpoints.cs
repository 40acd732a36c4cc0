using Broadsheet.Server.Http;

namespace Broadsheet.Server.Notifications;

/// <summary>/api/v1/notifications.</summary>
internal static class NotificationEndpoints
{
    public static void MapNotifications(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1/notifications").WithTags("Notifications");
        group.MapGet("/", ListAsync).WithSummary("The caller's inbox, newest first; ?unread=true for what is unread").Produces<Page<NotificationWire>>();
        group.MapPost("/{id:guid}/read", ReadAsync).WithSummary("Mark as read").Produces<NotificationWire>();
    }

    private static async Task<IResult> ListAsync(HttpContext http, [AsParameters] PageQuery page, [AsParameters] NotificationFilter filter, ReadNotifications read, CancellationToken ct) =>
        (await read.RunAsync(http.Actor(), page, filter, ct)).Answer();

    private static async Task<IResult> ReadAsync(HttpContext http, Guid id, MarkRead mark, CancellationToken ct) =>
        (await mark.RunAsync(http.Actor(), id, ct)).Answer();
}
