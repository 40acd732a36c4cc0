using Broadsheet.Core.Schedules;
using Broadsheet.Server.Audit;
using Broadsheet.Server.Http;
using Broadsheet.Server.Runs;

namespace Broadsheet.Server.Schedules;

/// <summary>/api/v1/reports/schedules.</summary>
internal static class ScheduleEndpoints
{
    private const string Root = "/api/v1/reports/schedules";

    public static void MapSchedules(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(Root).WithTags("Schedules");
        group.MapGet("/", List).WithSummary("Schedules of the workspace, newest first").Produces<Page<ScheduleWire>>();
        group.MapGet("/summary", Summary).WithSummary("How many schedules and runs there are, and what is due in the next 24 hours").Produces<SummaryWire>();
        group.MapPost("/", Create).WithSummary("Create and activate a schedule").Produces<ScheduleWire>(StatusCodes.Status201Created);
        group.MapGet("/{id:guid}", One).WithSummary("One schedule").Produces<ScheduleWire>();
        group.MapPut("/{id:guid}", Replace).WithSummary("Replace a schedule's settings; what was read can be sent back changed").Produces<ScheduleWire>();
        group.MapDelete("/{id:guid}", Delete).WithSummary("Delete a schedule; its runs stay readable").Produces(StatusCodes.Status204NoContent);
        group.MapPost("/{id:guid}/run", Run).WithSummary("Run now, paused or not").Produces<StartedRun>(StatusCodes.Status202Accepted);
        group.MapPost("/{id:guid}/pause", Pause).WithSummary("Pause: nothing starts once this has answered").Produces<ScheduleWire>();
        group.MapPost("/{id:guid}/resume", Resume).WithSummary("Resume from now on").Produces<ScheduleWire>();
        group.MapGet("/{id:guid}/runs", Runs).WithSummary("The schedule's runs, newest first").Produces<Page<RunWire>>();
        group.MapGet("/{id:guid}/changes", Changes).WithSummary("What was done to the schedule, newest first").Produces<Page<AuditWire>>();
        group.MapPost("/{id:guid}/backfill", Backfill).WithSummary("A run for every past slot in a range that has none").Produces<BackfillAnswer>();
        group.MapPost("/test", Test).WithSummary("Run an unsaved schedule once, for the caller alone").Produces<StartedRun>(StatusCodes.Status202Accepted);
        group.MapPost("/for-each", ForEachDryRun).WithSummary("Who for_each would reach and what one of them would get (?show=0); sends nothing").Produces<ForEachAnswer>();
        group.MapPost("/preview", Preview).WithSummary("When a recurrence would run; saves nothing").Produces<PreviewAnswer>();
        group.MapPost("/parse", Parse).WithSummary("Read a recurrence from plain English or cron text").Produces<ParseAnswer>();
    }

    private static async Task<IResult> List(HttpContext http, [AsParameters] PageQuery page, [AsParameters] ScheduleFilter filter, ListSchedules list, CancellationToken ct) =>
        (await list.RunAsync(http.Actor(), page, filter, ct)).Answer();

    private static async Task<IResult> Summary(HttpContext http, SummarizeSchedules summarize, CancellationToken ct) => (await summarize.RunAsync(http.Actor(), ct)).Answer();

    private static async Task<IResult> Changes(HttpContext http, Guid id, [AsParameters] PageQuery page, ReadScheduleChanges read, CancellationToken ct) =>
        (await read.RunAsync(http.Actor(), new ScheduleId(id), page, ct)).Answer();

    private static async Task<IResult> Create(HttpContext http, Body<ScheduleBody> body, CreateSchedule create, CancellationToken ct) =>
        (await create.RunAsync(http.Actor(), body.Read(), ct)).Created(http, s => $"{Root}/{s.Id}", s => ETags.OfVersion(s.Version));

    private static async Task<IResult> One(HttpContext http, Guid id, ReadSchedule read, CancellationToken ct) =>
        (await read.RunAsync(http.Actor(), new ScheduleId(id), ct)).Answer(http, s => ETags.OfVersion(s.Version));

    private static async Task<IResult> Replace(HttpContext http, Guid id, Body<ScheduleBody> body, ReadSchedule read, ReplaceSchedule replace, CancellationToken ct)
    {
        var sent = await body.ReadBackAsync(http, () => read.RunAsync(http.Actor(), new ScheduleId(id), ct));
        return (await replace.RunAsync(http.Actor(), new ScheduleId(id), sent.Request, sent.IfMatch, ct)).Answer(http, s => ETags.OfVersion(s.Version));
    }

    private static async Task<IResult> Delete(HttpContext http, Guid id, DeleteSchedule delete, CancellationToken ct) =>
        (await delete.RunAsync(http.Actor(), new ScheduleId(id), ETags.IfMatch(http), ct)).Empty();

    private static async Task<IResult> Run(HttpContext http, Guid id, RunSchedule run, CancellationToken ct) =>
        (await run.NowAsync(http.Actor(), new ScheduleId(id), ct)).Accepted(http, RunEndpoints.Location);

    private static async Task<IResult> Pause(HttpContext http, Guid id, PauseSchedule pause, CancellationToken ct) =>
        (await pause.PauseAsync(http.Actor(), new ScheduleId(id), ct)).Answer(http, s => ETags.OfVersion(s.Version));

    private static async Task<IResult> Resume(HttpContext http, Guid id, PauseSchedule pause, CancellationToken ct) =>
        (await pause.ResumeAsync(http.Actor(), new ScheduleId(id), ct)).Answer(http, s => ETags.OfVersion(s.Version));

    private static async Task<IResult> Runs(HttpContext http, Guid id, [AsParameters] PageQuery page, ReadRuns read, CancellationToken ct) =>
        (await read.OfScheduleAsync(http.Actor(), new ScheduleId(id), page, ct)).Answer();

    private static async Task<IResult> Backfill(HttpContext http, Guid id, Body<BackfillBody> body, BackfillSchedule backfill, CancellationToken ct) =>
        (await backfill.RunAsync(http.Actor(), new ScheduleId(id), body.Read(), ct)).Answer();

    private static async Task<IResult> Test(HttpContext http, Body<ScheduleBody> body, RunSchedule run, CancellationToken ct) =>
        (await run.TestAsync(http.Actor(), body.Read(), ct)).Accepted(http, RunEndpoints.Location);

    private static async Task<IResult> ForEachDryRun(HttpContext http, Body<ScheduleBody> body, [Microsoft.AspNetCore.Mvc.FromQuery(Name = "show")] string? show, DryRunForEach dry, CancellationToken ct) =>
        (await dry.RunAsync(http.Actor(), body.Read(), show, ct)).Answer();

    private static async Task<IResult> Preview(HttpContext http, Body<PreviewBody> body, PreviewSchedule preview, CancellationToken ct) =>
        (await preview.RunAsync(http.Actor(), body.Read(), ct)).Answer();

    private static async Task<IResult> Parse(HttpContext http, Body<ParseBody> body, ParsePhrase parse, CancellationToken ct) =>
        (await parse.RunAsync(http.Actor(), body.Read(), ct)).Answer();
}
