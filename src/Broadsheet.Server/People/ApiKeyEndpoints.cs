using Broadsheet.Core.Access;
using Broadsheet.Server.Http;

namespace Broadsheet.Server.People;

internal static class ApiKeyEndpoints
{
    public static void MapApiKeys(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1/api-keys").WithTags("API keys");
        group.MapGet("/", ListAsync).WithSummary("The keys in use: yours, for an admin all").Produces<Page<ApiKeyWire>>();
        group.MapPost("/", CreateAsync).WithSummary("Make a key; the answer shows it once")
            .Example("""{ "name": "Nightly import", "role": "editor", "expires_at": "2030-01-01T00:00:00Z" }""")
            .Produces<ApiKeyWire>(StatusCodes.Status201Created);
        group.MapGet("/{id:guid}", GetAsync).WithSummary("One key").Produces<ApiKeyWire>();
        group.MapDelete("/{id:guid}", RevokeAsync).WithSummary("Revoke a key: refused everywhere within a second").Produces(StatusCodes.Status204NoContent);
    }

    private static async Task<IResult> ListAsync([AsParameters] PageQuery page, HttpContext http, ListApiKeys list, CancellationToken ct) =>
        (await list.RunAsync(http.Actor(), page, ct)).Answer();

    private static async Task<IResult> GetAsync(Guid id, HttpContext http, ListApiKeys list, CancellationToken ct) =>
        (await list.FindAsync(http.Actor(), new(id), ct)).Answer(http, ETags.OfContent);

    private static async Task<IResult> CreateAsync(Body<CreateApiKeyRequest> body, HttpContext http, CreateApiKey create, CancellationToken ct)
    {
        var request = body.Read();
        if (!request.IsOk) return request.Problem.Answer();
        return (await create.RunAsync(http.Actor(), request.Value, ct)).Created(http, k => "/api/v1/api-keys/" + k.Id, k => ETags.OfContent(k with { Key = null }));
    }

    private static async Task<IResult> RevokeAsync(Guid id, HttpContext http, RevokeApiKey revoke, CancellationToken ct) =>
        (await revoke.RunAsync(http.Actor(), new ApiKeyId(id), ct)).Empty();
}
