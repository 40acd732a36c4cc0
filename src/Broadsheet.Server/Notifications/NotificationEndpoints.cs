using Broadsheet.Server.Http;

namespace Broadsheet.Server.Notifications;

/// <summary>/api/v1/notifications and /api/v1/notification-settings.</summary>
internal static class NotificationEndpoints
{
    private const string Example = """
        { "events": { "fails": { "email": true, "in_app": true }, "succeeds": { "in_app": true }, "late": { "email": true } },
          "schedules": "mine", "quiet_hours": { "from": "22:00", "to": "07:00" }, "digest": { "every": "off" },
          "timezone": "Europe/Warsaw", "contacts": { "slack": "U024BE7LH", "phone": "+15551234567" } }
        """;

    public static void MapNotifications(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1/notifications").WithTags("Notifications");
        group.MapGet("/", ListAsync).WithSummary("The caller's inbox, newest first; ?unread=true for what is unread").Produces<Page<NotificationWire>>();
        group.MapPost("/{id:guid}/read", ReadAsync).WithSummary("Mark as read").Produces<NotificationWire>();

        var settings = routes.MapGroup("/api/v1/notification-settings").WithTags("Notifications");
        settings.MapGet("/", SettingsAsync).WithSummary("What the caller is told, and by which channels it can be").Produces<NotificationSettingsWire>();
        settings.MapPut("/", SaveAsync).WithSummary("Replace; what is left out is as by default").Example(Example).Produces<NotificationSettingsWire>();
        settings.MapPost("/test", TestAsync).WithSummary("Send the caller a test, by one channel or all, and say how it went").Example("""{ "channel": "email" }""").Produces<TestNotificationWire>();
    }

    private static async Task<IResult> ListAsync(HttpContext http, [AsParameters] PageQuery page, [AsParameters] NotificationFilter filter, ReadNotifications read, CancellationToken ct) =>
        (await read.RunAsync(http.Actor(), page, filter, ct)).Answer();

    private static async Task<IResult> ReadAsync(HttpContext http, Guid id, MarkRead mark, CancellationToken ct) =>
        (await mark.RunAsync(http.Actor(), id, ct)).Answer();

    private static async Task<IResult> SettingsAsync(HttpContext http, ReadNotificationSettings read, CancellationToken ct) =>
        (await read.RunAsync(http.Actor(), ct)).Answer(http, s => ETags.OfVersion(s.Version));

    private static async Task<IResult> SaveAsync(HttpContext http, Body<NotificationChoices> body, ReadNotificationSettings read, SaveNotificationSettings save, CancellationToken ct)
    {
        var sent = await body.ReadBackAsync(http, () => read.RunAsync(http.Actor(), ct));
        if (!sent.Request.IsOk) return sent.Request.Problem.Answer();
        return (await save.RunAsync(http.Actor(), sent.Request.Value, sent.IfMatch, ct)).Answer(http, s => ETags.OfVersion(s.Version));
    }

    private static async Task<IResult> TestAsync(HttpContext http, Body<TestNotificationRequest> body, TestNotification test, CancellationToken ct)
    {
        var request = body.Read();
        return request.IsOk ? (await test.RunAsync(http.Actor(), request.Value, ct)).Answer() : request.Problem.Answer();
    }
}
