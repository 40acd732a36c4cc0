using Broadsheet.Core.Deliveries;
using Broadsheet.Server.Http;
using Microsoft.AspNetCore.Mvc;

namespace Broadsheet.Server.Recipients;

/// <summary>/api/v1/recipients and /api/v1/delivery-settings.</summary>
internal static class RecipientEndpoints
{
    private const string Example = """
        { "allowed_domains": ["example.com", "*.example.org"], "attach_up_to": 15000000, "link_days": 3, "subject": "{{title}}, {{period}}", "text": "Good morning," }
        """;

    public static void MapRecipients(this IEndpointRouteBuilder routes)
    {
        var settings = routes.MapGroup("/api/v1/delivery-settings").WithTags("Recipients");
        settings.MapGet("/", SettingsAsync).WithSummary("Allowed domains, attachments or links, texts by default").Produces<DeliverySettingsWire>();
        settings.MapPut("/", SaveAsync).WithSummary("Replace; what is left out is as by default").Example(Example).Produces<DeliverySettingsWire>();

        var group = routes.MapGroup("/api/v1/recipients").WithTags("Recipients");
        group.MapGet("/approvals", ApprovalsAsync).WithSummary("Recipients outside of the allowed domains; ?status=waiting").Produces<Page<ApprovalWire>>();
        group.MapPost("/approvals/{id:guid}/approve", ApproveAsync).WithSummary("Approve: what was kept back is sent").Produces<ApprovalWire>();
        group.MapPost("/approvals/{id:guid}/refuse", RefuseAsync).WithSummary("Refuse: nothing is sent there").Produces<ApprovalWire>();
        group.MapGet("/suppressions", SuppressionsAsync).WithSummary("Who has unsubscribed or wants nothing for a while").Produces<Page<SuppressionWire>>();
        group.MapDelete("/suppressions/{id:guid}", LiftAsync).WithSummary("Take an unsubscription back, at the recipient's wish").Produces(StatusCodes.Status204NoContent);
    }

    private static async Task<IResult> SettingsAsync(HttpContext http, SaveDeliverySettings settings, CancellationToken ct) =>
        (await settings.ReadAsync(http.Actor(), ct)).Answer(http, s => ETags.OfVersion(s.Version));

    private static async Task<IResult> SaveAsync(HttpContext http, Body<DeliverySettingsBody> body, SaveDeliverySettings settings, CancellationToken ct)
    {
        var sent = await body.ReadBackAsync(http, () => settings.ReadAsync(http.Actor(), ct));
        if (!sent.Request.IsOk) return sent.Request.Problem.Answer();
        return (await settings.RunAsync(http.Actor(), sent.Request.Value, sent.IfMatch, ct)).Answer(http, s => ETags.OfVersion(s.Version));
    }

    private static async Task<IResult> ApprovalsAsync(HttpContext http, [AsParameters] PageQuery page, [FromQuery(Name = "status")] string? status, ListRecipients list, CancellationToken ct) =>
        (await list.ApprovalsAsync(http.Actor(), page, status, ct)).Answer();

    private static async Task<IResult> ApproveAsync(HttpContext http, Guid id, DecideApproval decide, CancellationToken ct) =>
        (await decide.RunAsync(http.Actor(), id, ApprovalState.Approved, ct)).Answer();

    private static async Task<IResult> RefuseAsync(HttpContext http, Guid id, DecideApproval decide, CancellationToken ct) =>
        (await decide.RunAsync(http.Actor(), id, ApprovalState.Refused, ct)).Answer();

    private static async Task<IResult> SuppressionsAsync(HttpContext http, [AsParameters] PageQuery page, ListRecipients list, CancellationToken ct) =>
        (await list.SuppressionsAsync(http.Actor(), page, ct)).Answer();

    private static async Task<IResult> LiftAsync(HttpContext http, Guid id, ListRecipients list, CancellationToken ct) =>
        (await list.LiftAsync(http.Actor(), id, ct)).Empty();
}
