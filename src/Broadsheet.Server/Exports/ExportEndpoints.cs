using Broadsheet.Core.Schedules;
using Broadsheet.Server.Http;
using Broadsheet.Server.Runs;
using Broadsheet.Server.Schedules;
using Microsoft.AspNetCore.Mvc;

namespace Broadsheet.Server.Exports;

/// <summary>/api/scheduled-exports.</summary>
internal static class ExportEndpoints
{
    private const string Root = "/api/scheduled-exports";

    public static void MapExports(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(Root).WithTags("Scheduled exports");
        group.MapGet("/", List).WithSummary("The caller's jobs, newest first").Produces<Page<ExportWire>>();
        group.MapPost("/", Create).WithSummary("Create a job").Produces<ExportWire>(StatusCodes.Status201Created);
        group.MapGet("/{id:guid}", One).WithSummary("One job").Produces<ExportWire>();
        group.MapPatch("/{id:guid}", Patch).WithSummary("Change what is given; status paused or active pauses and resumes").Produces<ExportWire>();
        group.MapDelete("/{id:guid}", Delete).WithSummary("Delete a job; its runs stay readable").Produces(StatusCodes.Status204NoContent);
        group.MapGet("/{id:guid}/runs", Runs).WithSummary("The job's runs, newest first").Produces<Page<RunWire>>();
        group.MapPost("/process", Process).WithSummary("Process what is due now; for an outside cron").Produces<ProcessAnswer>();
    }

    private static async Task<IResult> List(HttpContext http, [AsParameters] PageQuery page, ReadExports exports, CancellationToken ct) =>
        (await exports.ListAsync(http.Actor(), page, ct)).Answer();

    private static async Task<IResult> Create(HttpContext http, Body<ExportBody> body, SaveExport save, CancellationToken ct) =>
        (await save.CreateAsync(http.Actor(), body.Read(), ct)).Created(http, e => $"{Root}/{e.Id}", e => ETags.OfVersion(e.Version));

    private static async Task<IResult> One(HttpContext http, Guid id, ReadExports exports, CancellationToken ct) =>
        (await exports.OneAsync(http.Actor(), new ScheduleId(id), ct)).Answer(http, e => ETags.OfVersion(e.Version));

    private static async Task<IResult> Patch(HttpContext http, Guid id, Body<ExportBody> body, ReadExports exports, SaveExport save, CancellationToken ct)
    {
        var sent = await body.ReadBackAsync(http, () => exports.OneAsync(http.Actor(), new ScheduleId(id), ct));
        return (await save.PatchAsync(http.Actor(), new ScheduleId(id), sent.Request, body.Json, sent.IfMatch, ct)).Answer(http, e => ETags.OfVersion(e.Version));
    }

    private static async Task<IResult> Delete(HttpContext http, Guid id, DeleteSchedule delete, CancellationToken ct) =>
        (await delete.RunAsync(http.Actor(), new ScheduleId(id), ETags.IfMatch(http), ct)).Empty();

    private static async Task<IResult> Runs(HttpContext http, Guid id, [AsParameters] PageQuery page, ReadRuns read, CancellationToken ct) =>
        (await read.OfScheduleAsync(http.Actor(), new ScheduleId(id), page, ct)).Answer();

    private static async Task<IResult> Process(HttpContext http, [FromQuery(Name = "wait")] string? wait, ProcessDue process, CancellationToken ct) =>
        (await process.RunAsync(http.Actor(), wait, ct)).Answer();
}
