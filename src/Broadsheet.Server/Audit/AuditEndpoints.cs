using Broadsheet.Server.Http;
using Microsoft.AspNetCore.Mvc;

namespace Broadsheet.Server.Audit;

internal static class AuditEndpoints
{
    public static void AddAudit(this IServiceCollection services)
    {
        services.AddScoped<ReadAudit>();
        services.AddScoped<ExportAudit>();
        services.AddScoped<VerifyAudit>();
        services.AddScoped<AnalyseAudit>();
        services.AddScoped<TrimAudit>();
    }

    public static void MapAudit(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1/audit").WithTags("Audit");
        group.MapGet("/", ReadAsync).WithSummary("Who did what, newest first").Produces<Page<AuditWire>>();
        group.MapGet("/export", ExportAsync).WithSummary("The log as a file, oldest first")
            .Produces(StatusCodes.Status200OK, null, "text/csv", "application/jsonl");
        group.MapGet("/verify", VerifyAsync).WithSummary("Whether the log is as it was written; with number and hash, also whether that entry is the one you noted").Produces<AuditVerdict>();
        group.MapGet("/analytics", AnalyseAsync).WithSummary("The log in numbers: over time, by person, by object, failures, most used reports").Produces<AuditAnalytics>();
    }

    private static async Task<IResult> ReadAsync([AsParameters] AuditQuery query, [AsParameters] PageQuery page, HttpContext http, ReadAudit read, CancellationToken ct) =>
        (await read.RunAsync(http.Actor(), query, page, ct)).Answer();

    private static async Task<IResult> VerifyAsync([AsParameters] AuditAnchor anchor, HttpContext http, VerifyAudit verify, CancellationToken ct) =>
        (await verify.RunAsync(http.Actor(), anchor, ct)).Answer();

    private static async Task<IResult> AnalyseAsync([AsParameters] AuditPeriod period, HttpContext http, AnalyseAudit analyse, CancellationToken ct) =>
        (await analyse.RunAsync(http.Actor(), period, ct)).Answer();

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
