using Broadsheet.Core;
using Broadsheet.Core.Reports;
using Broadsheet.Server.Http;
using Broadsheet.Server.Reports.Folder;
using Microsoft.AspNetCore.Mvc;

namespace Broadsheet.Server.Reports;

/// <summary>/api/v1/reports/templates.</summary>
internal static class TemplateEndpoints
{
    private const string Root = "/api/v1/reports/templates";

    private const string Sample = """
        { "text": "---\ntitle: Runs\nreport_type: runs\nsource: demo\n---\n```sql runs\nselect day, suite, passed from test_runs\n```\n\n```table runs\n```\n",
          "filters": {}, "format": "page", "timezone": "Europe/Warsaw" }
        """;

    private const string Draft = """
        { "text": "---\ntitle: Runs\nreport_type: runs\nsource: demo\n---\n```sql runs\nselect day, suite, passed from test_runs\n```\n\n```table runs\n```\n" }
        """;

    public static void MapTemplates(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/reports/formats", Formats).WithTags("Report templates").WithSummary("The formats a report can be made in").Produces<IReadOnlyList<string>>();
        var group = routes.MapGroup(Root).WithTags("Report templates");
        group.MapGet("/", List).WithSummary("Reports of the workspace").Produces<Page<TemplateWire>>();
        group.MapPost("/", Create).WithSummary("Save a new report").Produces<TemplateWire>(StatusCodes.Status201Created);
        group.MapGet("/folder", Folder).WithSummary("The folder of report documents that the deployment gives the workspace, and what of it could not be taken").Produces<FolderWire>();
        group.MapGet("/{id:guid}", One).WithSummary("One report with its text").Produces<TemplateWire>();
        group.MapPut("/{id:guid}", Replace).WithSummary("Save a new version of a report").Produces<TemplateWire>();
        group.MapDelete("/{id:guid}", Delete).WithSummary("Delete a report that no schedule uses").Produces(StatusCodes.Status204NoContent);
        group.MapGet("/{id:guid}/versions", Versions).WithSummary("All versions of a report, newest first").Produces<IReadOnlyList<TemplateVersionWire>>();
        group.MapGet("/{id:guid}/versions/{version}", Version).WithSummary("One version of a report, and the lines it changed").Produces<VersionWire>();
        group.MapPost("/{id:guid}/versions/{version}/restore", Restore).WithSummary("Save an earlier version as the newest").Produces<TemplateWire>();
        group.MapGet("/{id:guid}/choices", Choices).WithSummary("What a form may offer for a parameter: the first 1,000 values").Produces<ChoicesWire>();
        group.MapPost("/{id:guid}/render", Render).WithSummary("Render a report now: answers the file").Produces(StatusCodes.Status200OK, contentType: "application/octet-stream");
        group.MapPost("/check", Check).WithSummary("What unsaved text says about itself: title, parameters, sources, queries; its errors where it has some").Produces<DraftWire>().Example(Draft);
        group.MapPost("/preview", Preview).WithSummary("Render unsaved text within the limits of a preview: page, email, pdf, data or any format").Produces(StatusCodes.Status200OK, contentType: "application/octet-stream").Example(Sample);
    }

    private static async Task<IResult> List(HttpContext http, [AsParameters] PageQuery page, [FromQuery(Name = "q")] string? q, ReadTemplates read, CancellationToken ct) =>
        (await read.ListAsync(http.Actor(), page, q, ct)).Answer();

    private static IResult Formats(FormatCatalog formats) => TypedResults.Json(formats.Names, Wire.Json);

    private static async Task<IResult> Create(HttpContext http, Body<TemplateBody> body, CreateTemplate create, CancellationToken ct) =>
        (await create.RunAsync(http.Actor(), body.Read(), ct)).Created(http, t => $"{Root}/{t.Id}", t => ETags.OfVersion(t.Version));

    private static IResult Folder(HttpContext http, ReadFolder read) => read.Run(http.Actor()).Answer();

    private static async Task<IResult> One(HttpContext http, Guid id, ReadTemplates read, CancellationToken ct) =>
        (await read.OneAsync(http.Actor(), new TemplateId(id), ct)).Answer(http, t => ETags.OfVersion(t.Version));

    private static async Task<IResult> Replace(HttpContext http, Guid id, Body<TemplateBody> body, ReadTemplates read, ReplaceTemplate replace, TouchedSchedules touched, CancellationToken ct)
    {
        var sent = await body.ReadBackAsync(http, () => read.OneAsync(http.Actor(), new TemplateId(id), ct));
        return await AnswerAsync(http, await replace.RunAsync(http.Actor(), new TemplateId(id), sent.Request, sent.IfMatch, ct), touched, ct);
    }

    /// <summary>What was changed, with the schedules that this touches.</summary>
    private static async Task<IResult> AnswerAsync(HttpContext http, Result<TemplateWire> changed, TouchedSchedules touched, CancellationToken ct)
    {
        if (changed.IsOk) changed = changed.Value with { TouchedSchedules = await touched(http.Actor(), "template", changed.Value.Id, ct) };
        return changed.Answer(http, t => ETags.OfVersion(t.Version));
    }

    private static async Task<IResult> Delete(HttpContext http, Guid id, DeleteTemplate delete, CancellationToken ct) =>
        (await delete.RunAsync(http.Actor(), new TemplateId(id), ETags.IfMatch(http), ct)).Empty();

    private static async Task<IResult> Versions(HttpContext http, Guid id, ReadVersions read, CancellationToken ct) =>
        (await read.AllAsync(http.Actor(), new TemplateId(id), ct)).Answer();

    private static async Task<IResult> Version(HttpContext http, Guid id, string version, [FromQuery(Name = "against")] int? against, ReadVersions read, CancellationToken ct) =>
        (await read.OneAsync(http.Actor(), new TemplateId(id), version, against, ct)).Answer();

    private static async Task<IResult> Restore(HttpContext http, Guid id, string version, RestoreVersion restore, TouchedSchedules touched, CancellationToken ct) =>
        await AnswerAsync(http, await restore.RunAsync(http.Actor(), new TemplateId(id), version, ETags.IfMatch(http), ct), touched, ct);

    private static async Task<IResult> Choices(HttpContext http, Guid id, [FromQuery(Name = "parameter")] string? parameter, ReadChoices read, CancellationToken ct) =>
        (await read.RunAsync(http.Actor(), new TemplateId(id), parameter, ct)).Answer();

    private static async Task<IResult> Render(HttpContext http, Guid id, Body<RenderBody> body, RenderTemplate render, CancellationToken ct) =>
        File(http, await render.SavedAsync(http.Actor(), new TemplateId(id), body.Read(), ct));

    private static async Task<IResult> Check(HttpContext http, Body<TemplateBody> body, ReadDraft read, CancellationToken ct) =>
        (await read.RunAsync(http.Actor(), body.Read(), ct)).Answer();

    private static async Task<IResult> Preview(HttpContext http, Body<PreviewTemplateBody> body, RenderTemplate render, CancellationToken ct) =>
        File(http, await render.UnsavedAsync(http.Actor(), body.Read(), ct));

    private static IResult File(HttpContext http, Result<RenderedAnswer> rendered)
    {
        if (!rendered.IsOk) return rendered.Problem.Answer();
        var (folder, path, name, media) = rendered.Value;
        http.Response.OnCompleted(() =>
        {
            Directory.Delete(folder, recursive: true);
            return Task.CompletedTask;
        });
        http.Response.Headers.ContentSecurityPolicy = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:";
        return TypedResults.File(System.IO.File.OpenRead(path), media, name);
    }
}
