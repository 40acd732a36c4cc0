using Broadsheet.Server.Http;

namespace Broadsheet.Server.Workspaces;

internal static class WorkspaceEndpoints
{
    public static void AddWorkspaces(this IServiceCollection services)
    {
        services.AddScoped<ListWorkspaces>();
        services.AddScoped<CreateWorkspace>();
        services.AddScoped<EditWorkspace>();
        services.AddScoped<ReadUsage>();
    }

    public static void MapWorkspaces(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1/workspaces").WithTags("Workspaces");
        group.MapGet("/", ListAsync).WithSummary("Your workspaces; for an operator all").Produces<Page<WorkspaceWire>>();
        group.MapPost("/", CreateAsync).WithSummary("Make a workspace (operators)")
            .Example("""{ "slug": "payments-qa", "name": "Payments QA", "timezone": "Europe/Warsaw", "week_start": 1, "limits": { "schedules": 200, "runs_per_hour": 500, "concurrent_runs": 8, "storage_bytes": 5000000000, "min_interval": "PT15M" }, "retention": { "runs_days": 365, "files_days": 30 } }""")
            .Produces<WorkspaceWire>(StatusCodes.Status201Created);
        group.MapGet("/{id:guid}", GetAsync).WithSummary("One workspace").Produces<WorkspaceWire>();
        group.MapPatch("/{id:guid}", EditAsync).WithSummary("Change name, time zone, first day of the week, retention; for an operator the limits too")
            .Example("""{ "timezone": "America/New_York", "week_start": 7, "retention": { "runs_days": 365, "files_days": 14, "audit_days": 730 } }""").Produces<WorkspaceWire>();
        group.MapGet("/{id:guid}/usage", UsageAsync).WithSummary("What it uses of its limits").Produces<UsageWire>();
    }

    private static async Task<IResult> ListAsync([AsParameters] PageQuery page, HttpContext http, ListWorkspaces list, CancellationToken ct) =>
        (await list.RunAsync(http.Actor(), page, ct)).Answer();

    private static async Task<IResult> GetAsync(Guid id, HttpContext http, ListWorkspaces list, CancellationToken ct) =>
        (await list.FindAsync(http.Actor(), new(id), ct)).Answer(http, w => ETags.OfVersion(w.Version));

    private static async Task<IResult> UsageAsync(Guid id, HttpContext http, ReadUsage usage, CancellationToken ct) =>
        (await usage.RunAsync(http.Actor(), new(id), ct)).Answer();

    private static async Task<IResult> CreateAsync(Body<CreateWorkspaceRequest> body, HttpContext http, CreateWorkspace create, CancellationToken ct)
    {
        var request = body.Read();
        if (!request.IsOk) return request.Problem.Answer();
        return (await create.RunAsync(http.Actor(), request.Value, ct)).Created(http, w => "/api/v1/workspaces/" + w.Id, w => ETags.OfVersion(w.Version));
    }

    private static async Task<IResult> EditAsync(Guid id, Body<EditWorkspaceRequest> body, HttpContext http, ListWorkspaces list, EditWorkspace edit, CancellationToken ct)
    {
        var sent = await body.ReadBackAsync(http, () => list.FindAsync(http.Actor(), new(id), ct));
        if (!sent.Request.IsOk) return sent.Request.Problem.Answer();
        return (await edit.RunAsync(http.Actor(), new(id), sent.Request.Value, sent.IfMatch, ct)).Answer(http, w => ETags.OfVersion(w.Version));
    }
}
