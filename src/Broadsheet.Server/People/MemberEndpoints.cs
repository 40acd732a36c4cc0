using Broadsheet.Server.Http;

namespace Broadsheet.Server.People;

internal static class MemberEndpoints
{
    public static void MapMembers(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1/members").WithTags("Members");
        group.MapGet("/", ListAsync).WithSummary("Who is in the workspace").Produces<Page<MemberWire>>();
        group.MapPost("/", AddAsync).WithSummary("Add somebody by e-mail address; the answer shows the first sign-in link once")
            .Example("""{ "email": "lead@example.com", "role": "editor", "name": "Lead" }""")
            .Produces<MemberWire>(StatusCodes.Status201Created);
        group.MapGet("/{id:guid}", GetAsync).WithSummary("One member").Produces<MemberWire>();
        group.MapPatch("/{id:guid}", ChangeAsync).WithSummary("Change a member's role; where the new one may not schedule, says what becomes of their schedules")
            .Example("""{ "role": "viewer", "pause_schedules": true }""").Produces<MemberWire>();
        group.MapDelete("/{id:guid}", RemoveAsync).WithSummary("Remove a member with their keys").Produces(StatusCodes.Status204NoContent);
        group.MapPost("/{id:guid}/disable", DisableAsync).WithSummary("Shut a member out; says what becomes of their schedules")
            .Example("""{ "pause_schedules": true }""").Produces<DisabledWire>();
        group.MapPost("/{id:guid}/enable", EnableAsync).WithSummary("Let a member in again").Produces<MemberWire>();
        group.MapPost("/{id:guid}/sign-in-link", IssueLinkAsync).WithSummary("A new one-time link for a member; the answer shows it once").Produces<SignInLinkWire>();
    }

    private static async Task<IResult> ListAsync([AsParameters] PageQuery page, HttpContext http, ListMembers list, CancellationToken ct) =>
        (await list.RunAsync(http.Actor(), page, ct)).Answer();

    private static async Task<IResult> GetAsync(Guid id, HttpContext http, ListMembers list, CancellationToken ct) =>
        (await list.FindAsync(http.Actor(), new(id), ct)).Answer(http, ETags.OfContent);

    private static async Task<IResult> AddAsync(Body<AddMemberRequest> body, HttpContext http, AddMember add, CancellationToken ct)
    {
        var request = body.Read();
        if (!request.IsOk) return request.Problem.Answer();
        return (await add.RunAsync(http.Actor(), request.Value, ct)).Created(http, m => "/api/v1/members/" + m.PersonId, m => ETags.OfContent(m with { SignInPath = null }));
    }

    private static async Task<IResult> ChangeAsync(Guid id, Body<ChangeRoleRequest> body, HttpContext http, ListMembers list, ChangeRole change, CancellationToken ct)
    {
        var sent = await body.ReadBackAsync(http, () => list.FindAsync(http.Actor(), new(id), ct));
        if (!sent.Request.IsOk) return sent.Request.Problem.Answer();
        return (await change.RunAsync(http.Actor(), new(id), sent.Request.Value, sent.IfMatch, ct)).Answer(http, ETags.OfContent);
    }

    private static async Task<IResult> RemoveAsync(Guid id, HttpContext http, RemoveMember remove, CancellationToken ct) =>
        (await remove.RunAsync(http.Actor(), new(id), ETags.IfMatch(http), ct)).Empty();

    private static async Task<IResult> DisableAsync(Guid id, Body<DisableMemberRequest> body, HttpContext http, DisableMember disable, CancellationToken ct)
    {
        var request = body.Read();
        return request.IsOk ? (await disable.RunAsync(http.Actor(), new(id), request.Value, ct)).Answer() : request.Problem.Answer();
    }

    private static async Task<IResult> EnableAsync(Guid id, HttpContext http, DisableMember disable, CancellationToken ct) =>
        (await disable.EnableAsync(http.Actor(), new(id), ct)).Answer();

    private static async Task<IResult> IssueLinkAsync(Guid id, HttpContext http, IssueSignInLink issue, CancellationToken ct) =>
        (await issue.RunAsync(http.Actor(), new(id), ct)).Answer();
}
