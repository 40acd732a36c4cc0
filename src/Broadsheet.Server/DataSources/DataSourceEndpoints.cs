using Broadsheet.Core;
using Broadsheet.Server.Http;

namespace Broadsheet.Server.DataSources;

internal static class DataSourceEndpoints
{
    private const string Example = """
        { "name": "sales", "type": "postgres",
          "settings": { "host": "db.example.com", "database": "sales", "user": "reports", "password": "…" } }
        """;

    public static void AddDataSources(this IServiceCollection services)
    {
        services.AddSingleton<SourceTypes>();
        services.AddSingleton<SourceSecrets>();
        services.AddSingleton<SourceFiles>();
        services.AddSingleton<SourceSettings>();
        services.AddScoped<DataSourceUses>();
        services.AddScoped<SourceParts>();
        services.AddScoped<DataSourceCatalog>();
        services.AddScoped<ListDataSources>();
        services.AddScoped<CreateDataSource>();
        services.AddScoped<EditDataSource>();
        services.AddScoped<DeleteDataSource>();
        services.AddScoped<TestDataSource>();
    }

    public static void MapDataSources(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1/data-sources").WithTags("Data sources");
        group.MapGet("/", ListAsync).WithSummary("The databases that reports read").Produces<Page<DataSourceWire>>();
        group.MapGet("/types", Types).WithSummary("The kinds there are, with their settings").Produces<IReadOnlyList<SourceTypeWire>>();
        group.MapPost("/", CreateAsync).WithSummary("Add a data source").Example(Example).Produces<DataSourceWire>(StatusCodes.Status201Created);
        group.MapGet("/{id:guid}", GetAsync).WithSummary("One data source, without its secrets").Produces<DataSourceWire>();
        group.MapPut("/{id:guid}", ReplaceAsync).WithSummary("Replace; secrets that are left out stay").Example(Example).Produces<DataSourceWire>();
        group.MapPatch("/{id:guid}", MergeAsync).WithSummary("Change what is given").Example("""{ "settings": { "database": "sales_archive" } }""").Produces<DataSourceWire>();
        group.MapDelete("/{id:guid}", DeleteAsync).WithSummary("Delete; refused while reports read it").Produces(StatusCodes.Status204NoContent);
        group.MapPost("/{id:guid}/test", TestAsync).WithSummary("Whether it answers and may be used").Produces<SourceTestWire>();
    }

    private static async Task<IResult> ListAsync([AsParameters] PageQuery page, HttpContext http, ListDataSources list, CancellationToken ct) =>
        (await list.RunAsync(http.Actor(), page, ct)).Answer();

    private static IResult Types(HttpContext http, ListDataSources list) => list.Types(http.Actor()).Answer();

    private static async Task<IResult> GetAsync(Guid id, HttpContext http, ListDataSources list, CancellationToken ct) =>
        (await list.FindAsync(http.Actor(), new(id), ct)).Answer(http, s => ETags.OfVersion(s.Version));

    private static async Task<IResult> CreateAsync(Body<CreateDataSourceRequest> body, HttpContext http, CreateDataSource create, CancellationToken ct)
    {
        var request = body.Read();
        if (!request.IsOk) return request.Problem.Answer();
        return (await create.RunAsync(http.Actor(), request.Value, ct)).Created(http, s => "/api/v1/data-sources/" + s.Id, s => ETags.OfVersion(s.Version));
    }

    private static async Task<IResult> ReplaceAsync(Guid id, Body<CreateDataSourceRequest> body, HttpContext http, ListDataSources list, EditDataSource edit, TouchedSchedules touched, CancellationToken ct)
    {
        var sent = await body.ReadBackAsync(http, () => list.FindAsync(http.Actor(), new(id), ct));
        if (!sent.Request.IsOk) return sent.Request.Problem.Answer();
        return await AnswerAsync(http, await edit.ReplaceAsync(http.Actor(), new(id), sent.Request.Value, sent.IfMatch, ct), touched, ct);
    }

    private static async Task<IResult> MergeAsync(Guid id, Body<EditDataSourceRequest> body, HttpContext http, ListDataSources list, EditDataSource edit, TouchedSchedules touched, CancellationToken ct)
    {
        var sent = await body.ReadBackAsync(http, () => list.FindAsync(http.Actor(), new(id), ct));
        if (!sent.Request.IsOk) return sent.Request.Problem.Answer();
        return await AnswerAsync(http, await edit.MergeAsync(http.Actor(), new(id), sent.Request.Value, sent.IfMatch, ct), touched, ct);
    }

    /// <summary>What was changed, with the schedules that this touches.</summary>
    private static async Task<IResult> AnswerAsync(HttpContext http, Result<DataSourceWire> changed, TouchedSchedules touched, CancellationToken ct)
    {
        if (changed.IsOk) changed = changed.Value with { TouchedSchedules = await touched(http.Actor(), "data_source", changed.Value.Id, ct) };
        return changed.Answer(http, s => ETags.OfVersion(s.Version));
    }

    private static async Task<IResult> DeleteAsync(Guid id, HttpContext http, DeleteDataSource delete, CancellationToken ct) =>
        (await delete.RunAsync(http.Actor(), new(id), ETags.IfMatch(http), ct)).Empty();

    private static async Task<IResult> TestAsync(Guid id, HttpContext http, TestDataSource test, CancellationToken ct) =>
        (await test.RunAsync(http.Actor(), new(id), ct)).Answer();
}
