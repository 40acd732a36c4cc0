using Broadsheet.Core;
using Broadsheet.Server.Http;

namespace Broadsheet.Server.Connections;

/// <summary>/api/v1/connections.</summary>
internal static class ConnectionEndpoints
{
    private const string Example = """
        { "name": "Mail server", "type": "email", "default": true,
          "settings": { "host": "smtp.example.com", "user": "reports", "password": "…", "from": "Reports <reports@example.com>" } }
        """;

    public static void MapConnections(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1/connections").WithTags("Connections");
        group.MapGet("/", ListAsync).WithSummary("What deliveries leave by: mail servers, tokens, buckets").Produces<Page<ConnectionWire>>();
        group.MapGet("/types", Types).WithSummary("The kinds there are, with their settings").Produces<IReadOnlyList<ConnectionTypeWire>>();
        group.MapPost("/", CreateAsync).WithSummary("Add a connection").Example(Example).Produces<ConnectionWire>(StatusCodes.Status201Created);
        group.MapGet("/{id:guid}", GetAsync).WithSummary("One connection, without its secrets").Produces<ConnectionWire>();
        group.MapPut("/{id:guid}", ReplaceAsync).WithSummary("Replace; secrets that are left out stay").Example(Example).Produces<ConnectionWire>();
        group.MapPatch("/{id:guid}", MergeAsync).WithSummary("Change what is given").Example("""{ "default": true, "settings": { "reply_to": "office@example.com" } }""").Produces<ConnectionWire>();
        group.MapDelete("/{id:guid}", DeleteAsync).WithSummary("Delete; refused while schedules send over it").Produces(StatusCodes.Status204NoContent);
        group.MapGet("/{id:guid}/impact", ImpactAsync).WithSummary("Which schedules send over it: before it is changed or deleted").Produces<ConnectionImpactWire>();
        group.MapPost("/{id:guid}/test", TestAsync).WithSummary("Whether the other side answers; sends nothing").Produces<ConnectionTestWire>();
    }

    private static async Task<IResult> ListAsync([AsParameters] PageQuery page, HttpContext http, ListConnections list, CancellationToken ct) =>
        (await list.RunAsync(http.Actor(), page, ct)).Answer();

    private static IResult Types(HttpContext http, ListConnections list) => list.Types(http.Actor()).Answer();

    private static async Task<IResult> GetAsync(Guid id, HttpContext http, ListConnections list, CancellationToken ct) =>
        (await list.FindAsync(http.Actor(), new(id), ct)).Answer(http, s => ETags.OfVersion(s.Version));

    private static async Task<IResult> CreateAsync(Body<CreateConnectionRequest> body, HttpContext http, CreateConnection create, CancellationToken ct)
    {
        var request = body.Read();
        if (!request.IsOk) return request.Problem.Answer();
        return (await create.RunAsync(http.Actor(), request.Value, ct)).Created(http, s => "/api/v1/connections/" + s.Id, s => ETags.OfVersion(s.Version));
    }

    private static async Task<IResult> ReplaceAsync(Guid id, Body<CreateConnectionRequest> body, HttpContext http, ListConnections list, EditConnection edit, TouchedSchedules touched, CancellationToken ct)
    {
        var sent = await body.ReadBackAsync(http, () => list.FindAsync(http.Actor(), new(id), ct));
        if (!sent.Request.IsOk) return sent.Request.Problem.Answer();
        return await AnswerAsync(http, await edit.ReplaceAsync(http.Actor(), new(id), sent.Request.Value, sent.IfMatch, ct), touched, ct);
    }

    private static async Task<IResult> MergeAsync(Guid id, Body<EditConnectionRequest> body, HttpContext http, ListConnections list, EditConnection edit, TouchedSchedules touched, CancellationToken ct)
    {
        var sent = await body.ReadBackAsync(http, () => list.FindAsync(http.Actor(), new(id), ct));
        if (!sent.Request.IsOk) return sent.Request.Problem.Answer();
        return await AnswerAsync(http, await edit.MergeAsync(http.Actor(), new(id), sent.Request.Value, sent.IfMatch, ct), touched, ct);
    }

    /// <summary>What was changed, with the schedules that this touches.</summary>
    private static async Task<IResult> AnswerAsync(HttpContext http, Result<ConnectionWire> changed, TouchedSchedules touched, CancellationToken ct)
    {
        if (changed.IsOk) changed = changed.Value with { TouchedSchedules = await touched(http.Actor(), "connection", changed.Value.Id, ct) };
        return changed.Answer(http, s => ETags.OfVersion(s.Version));
    }

    private static async Task<IResult> DeleteAsync(Guid id, HttpContext http, DeleteConnection delete, CancellationToken ct) =>
        (await delete.RunAsync(http.Actor(), new(id), ETags.IfMatch(http), ct)).Empty();

    private static async Task<IResult> ImpactAsync(Guid id, HttpContext http, DeleteConnection delete, CancellationToken ct) =>
        (await delete.ImpactAsync(http.Actor(), new(id), ct)).Answer();

    private static async Task<IResult> TestAsync(Guid id, HttpContext http, TestConnection test, CancellationToken ct) =>
        (await test.RunAsync(http.Actor(), new(id), ct)).Answer();
}
