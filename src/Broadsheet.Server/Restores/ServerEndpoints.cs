using Broadsheet.Server.Http;

namespace Broadsheet.Server.Restores;

/// <summary>/api/v1/server.</summary>
internal static class ServerEndpoints
{
    public static void MapServer(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1/server").WithTags("Server");
        group.MapGet("/", ReadAsync).WithSummary("Whether the server works, or was restored and waits for a word (operators)").Produces<ServerWire>();
        group.MapPost("/resume", ResumeAsync).WithSummary("Resume a restored store (operators)").Example("""{ "missed": "skip" }""").Produces<ServerWire>();
    }

    private static async Task<IResult> ReadAsync(HttpContext http, ReadServer read, CancellationToken ct) => (await read.RunAsync(http.Actor(), ct)).Answer();

    private static async Task<IResult> ResumeAsync(Body<ResumeRequest> body, HttpContext http, ResumeStore resume, CancellationToken ct)
    {
        var request = body.Read();
        if (!request.IsOk) return request.Problem.Answer();
        return (await resume.RunAsync(http.Actor(), request.Value, ct)).Answer();
    }
}
