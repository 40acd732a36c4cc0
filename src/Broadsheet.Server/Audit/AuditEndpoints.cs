using Broadsheet.Server.Http;
using Microsoft.AspNetCore.Mvc;

namespace Broadsheet.Server.Audit;

internal static class AuditEndpoints
{
    public static void AddAudit(this IServiceCollection services)
    {
        services.AddScoped<ReadAudit>();
        services.AddScoped<ExportAudit>();
    }

    public static void MapAudit(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1/audit").WithTags("Audit");
        group.MapGet("/", ReadAsync).WithSummary("Who did what, newest first").Produces<Page<AuditWire>>();
        group.MapGet("/export", ExportAsync).WithSummary("The log as a file, oldest first")
            .Produces(StatusCodes.Status200OK, null, "text/csv", "application/jsonl");
    }

    private static async Task<IResult> ReadAsync([AsParameters] AuditQuery query, [AsParameters] PageQuery page, HttpContext http, ReadAudit read, CancellationToken ct) =>
        (await read.RunAsync(http.Actor(), query, page, ct)).Answer();

    private static async Task<IResult> ExportAsync([AsParameters] AuditQuery query, [FromQuery] string? format, HttpContext http, ExportAudit export, CancellationToken ct)
    {
        var kind = format ?? "csv";
        var result = await export.RunAsync(http.Actor(), query, kind, ct);
        if (!result.IsOk) return result.Problem.Answer();
        http.Response.Headers.ContentDisposition = $"attachment; filename=\"audit.{kind}\"";
        http.Response.ContentType = kind == "csv" ? "text/csv; charset=utf-8; header=present" : "application/jsonl";
        await result.Value(http.Response.BodyWriter, ct);
        return TypedResults.Empty;
    }
}
