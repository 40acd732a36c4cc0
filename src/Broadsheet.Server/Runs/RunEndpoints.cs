using Broadsheet.Core.Deliveries;
using Broadsheet.Core.Runs;
using Broadsheet.Server.Deliveries;
using Broadsheet.Server.Http;

namespace Broadsheet.Server.Runs;

/// <summary>/api/v1/reports/runs.</summary>
internal static class RunEndpoints
{
    public static void MapRuns(this IEndpointRouteBuilder routes)
    {
        var runs = routes.MapGroup("/api/v1/reports/runs").WithTags("Runs");
        runs.MapGet("/", List).WithSummary("Runs of the workspace, newest first").Produces<Page<RunWire>>();
        runs.MapGet("/{id:guid}", One).WithSummary("One run").Produces<RunWire>();
        runs.MapPost("/{id:guid}/cancel", Cancel).WithSummary("Stop a run; nothing is sent afterwards").Produces<RunWire>();
        runs.MapPost("/{id:guid}/retry", Retry).WithSummary("A new attempt of the same slot; recipients already served are left alone").Produces<StartedRun>(StatusCodes.Status202Accepted);
        runs.MapPost("/{id:guid}/deliveries/{deliveryId:guid}/retry", RetryOne).WithSummary("Send the same bytes again to one recipient").Produces<DeliveryWire>(StatusCodes.Status202Accepted);
    }

    private static async Task<IResult> List(HttpContext http, [AsParameters] PageQuery page, [AsParameters] RunFilter filter, ReadRuns read, CancellationToken ct) =>
        (await read.ListAsync(http.Actor(), page, filter, ct)).Answer();

    private static async Task<IResult> One(HttpContext http, Guid id, ReadRuns read, CancellationToken ct) =>
        (await read.OneAsync(http.Actor(), new RunId(id), ct)).Answer(http, ETags.OfContent);

    private static async Task<IResult> Cancel(HttpContext http, Guid id, CancelRun cancel, CancellationToken ct) =>
        (await cancel.RunAsync(http.Actor(), new RunId(id), ct)).Answer(http, ETags.OfContent);

    private static async Task<IResult> Retry(HttpContext http, Guid id, RetryRun retry, CancellationToken ct) =>
        (await retry.RunAsync(http.Actor(), new RunId(id), ct)).Accepted(http, Location);

    private static async Task<IResult> RetryOne(HttpContext http, Guid id, Guid deliveryId, RetryDelivery retry, CancellationToken ct) =>
        (await retry.RunAsync(http.Actor(), new RunId(id), new DeliveryId(deliveryId), ct)).Accepted(http, _ => $"/api/v1/reports/runs/{id}");

    /// <summary>Where a started run is read.</summary>
    public static string Location(StartedRun run) => $"/api/v1/reports/runs/{run.RunId}";
}
