using Broadsheet.Core.Runs;
using Broadsheet.Server.Http;
using Microsoft.Net.Http.Headers;

namespace Broadsheet.Server.Artifacts;

/// <summary>/api/v1/reports/artifacts.</summary>
internal static class ArtifactEndpoints
{
    public static void MapArtifacts(this IEndpointRouteBuilder routes) =>
        routes.MapMethods("/api/v1/reports/artifacts/{id:guid}", [HttpMethods.Get, HttpMethods.Head], Artifact).WithTags("Runs").WithSummary("A file: Range and ETag are honoured")
            .Produces(StatusCodes.Status200OK, contentType: "application/octet-stream");

    private static async Task<IResult> Artifact(HttpContext http, Guid id, ReadArtifact read, CancellationToken ct)
    {
        var file = await read.RunAsync(http.Actor(), new ArtifactId(id), ct);
        if (!file.IsOk) return file.Problem.Answer();
        http.Response.Headers.CacheControl = "private, no-cache";
        http.Response.Headers.ContentSecurityPolicy = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:";
        var row = file.Value.Row;
        return TypedResults.File(file.Value.Bytes, row.MediaType, row.FileName, row.CreatedAt.ToDateTimeOffset(), new EntityTagHeaderValue($"\"{row.Sha256}\""), enableRangeProcessing: true);
    }
}
