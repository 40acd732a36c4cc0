using Broadsheet.Core;
using Broadsheet.Server.Http;

namespace Broadsheet.Server.People;

internal static class InvitationEndpoints
{
    public static void MapInvitations(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1/invitations").WithTags("Members");
        group.MapGet("/", ListAsync).WithSummary("The invitations that wait").Produces<Page<InvitationWire>>();
        group.MapPost("/", InviteAsync).WithSummary("Invite somebody; the answer shows the link once")
            .Example("""{ "email": "lead@example.com", "role": "editor", "name": "Lead", "mail": true }""")
            .Produces<InvitationWire>(StatusCodes.Status201Created);
        group.MapGet("/{id:guid}", GetAsync).WithSummary("One invitation").Produces<InvitationWire>();
        group.MapDelete("/{id:guid}", WithdrawAsync).WithSummary("Withdraw an invitation").Produces(StatusCodes.Status204NoContent);
        group.MapPost("/show", ShowAsync).WithSummary("What a link invites to, for whoever holds it").AllowAnonymous().WithMetadata(SignsIn.Marker)
            .Example("""{ "token": "0Yv1…" }""").Produces<OpenInvitationWire>();
        group.MapPost("/accept", AcceptAsync).WithSummary("Accept an invitation and sign in: sets the password of who is new").AllowAnonymous().WithMetadata(SignsIn.Marker)
            .Example("""{ "token": "0Yv1…", "password": "orbit lantern copper mills", "name": "Lead" }""").Produces(StatusCodes.Status204NoContent);
    }

    private static async Task<IResult> ListAsync([AsParameters] PageQuery page, HttpContext http, ListInvitations list, CancellationToken ct) =>
        (await list.RunAsync(http.Actor(), page, ct)).Answer();

    private static async Task<IResult> InviteAsync(Body<InviteMemberRequest> body, HttpContext http, InviteMember invite, CancellationToken ct)
    {
        var request = body.Read();
        if (!request.IsOk) return request.Problem.Answer();
        return (await invite.RunAsync(http.Actor(), request.Value, ct)).Created(http, i => "/api/v1/invitations/" + i.Id, i => ETags.OfContent(i with { AcceptPath = null, MailError = null }));
    }

    private static async Task<IResult> GetAsync(Guid id, HttpContext http, ListInvitations list, CancellationToken ct) =>
        (await list.FindAsync(http.Actor(), id, ct)).Answer(http, ETags.OfContent);

    private static async Task<IResult> WithdrawAsync(Guid id, HttpContext http, ListInvitations list, CancellationToken ct) =>
        (await list.WithdrawAsync(http.Actor(), id, ct)).Empty();

    private static async Task<IResult> ShowAsync(Body<InvitationToken> body, AcceptInvitation accept, CancellationToken ct)
    {
        var request = body.Read();
        return request.IsOk ? (await accept.ShowAsync(request.Value.Token, ct)).Answer() : request.Problem.Answer();
    }

    private static async Task<IResult> AcceptAsync(Body<AcceptInvitationRequest> body, HttpContext http, AcceptInvitation accept, Sessions sessions, CancellationToken ct)
    {
        var request = body.Read();
        if (!request.IsOk) return request.Problem.Answer();
        var accepted = await accept.RunAsync(http.FindActor(), request.Value, http.From(), ct);
        if (accepted.IsOk && http.FindActor()?.Person != accepted.Value.Id) await sessions.StartAsync(http, accepted.Value, "invitation", ct);
        return accepted.Select(_ => default(Done)).Empty();
    }
}

internal sealed record InvitationToken
{
    public required string Token { get; init; }
}
