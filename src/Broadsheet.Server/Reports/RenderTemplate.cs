using System.Globalization;
using System.Text.Json.Nodes;
using Broadsheet.Core;
using Broadsheet.Core.Access;
using Broadsheet.Core.Reports;
using Broadsheet.Core.Reports.Templates;
using Broadsheet.Server.Audit;
using Broadsheet.Server.DataSources;
using Broadsheet.Server.Http;
using Broadsheet.Server.Reports.Rendering;
using Broadsheet.Server.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Broadsheet.Server.Reports;

/// <summary>Filters, a format, and the instant that relative periods resolve against (now where absent).</summary>
internal sealed record RenderBody
{
    public JsonObject? Filters { get; init; }
    public string? Format { get; init; }
    public Instant? Slot { get; init; }

    /// <summary>IANA zone; the workspace's where absent.</summary>
    public string? Timezone { get; init; }
}

/// <summary>Unsaved text with sample filters. <c>format</c> is page, email, pdf, data (JSON), or any format; page where absent.</summary>
internal sealed record PreviewTemplateBody
{
    public required string Text { get; init; }
    public JsonObject? Filters { get; init; }
    public string? Format { get; init; }
    public Instant? Slot { get; init; }
    public string? Timezone { get; init; }
}

/// <summary>A rendered file in a folder of its own, which the caller removes.</summary>
internal sealed record RenderedAnswer(string Folder, string Path, string FileName, string MediaType);

/// <summary>Renders a report for the caller at once: a saved one, or unsaved text within the limits of a preview.</summary>
internal sealed class RenderTemplate(
    AppDb db, Clock clock, ReportLibrary library, CheckTemplate check, RenderReport render, DataSourceCatalog sources, FormatCatalog formats, DataFolder folder, AuditLog audit)
{
    private const string Email = "email";

    public async Task<Result<RenderedAnswer>> SavedAsync(Actor actor, TemplateId id, Result<RenderBody> body, CancellationToken ct)
    {
        if (actor.Refuse(Permission.See) is { } refused) return refused;
        var row = await db.Templates.AsNoTracking().SingleOrDefaultAsync(t => t.WorkspaceId == actor.Workspace && t.Id == id, ct);
        if (row is null) return new Problem.NotFound("report");
        if (!body.IsOk) return body.Problem;
        var given = body.Value;
        var answer = await RenderAsync(actor, library.Known(row).Document, row.Version.ToString(CultureInfo.InvariantCulture),
            given.Filters, given.Format ?? "html", given.Slot, given.Timezone, RenderLimits.Default, ct);
        if (!answer.IsOk) return answer;
        audit.Add(actor, new AuditEvent
        {
            Action = "template.rendered",
            ObjectType = "template",
            ObjectId = id,
            Name = row.ReportType,
            Report = row.ReportType,
            After = new() { ["format"] = given.Format ?? "html", ["filters"] = given.Filters?.DeepClone() },
        });
        await db.SaveChangesAsync(ct);
        return answer;
    }

    public async Task<Result<RenderedAnswer>> UnsavedAsync(Actor actor, Result<PreviewTemplateBody> body, CancellationToken ct)
    {
        if (actor.Refuse(Permission.WriteReports) is { } refused) return refused;
        if (!body.IsOk) return body.Problem;
        var given = body.Value;
        var document = await check.RunAsync(actor, new TemplateBody { Text = given.Text }, ct);
        if (!document.IsOk) return document.Problem;
        await NotePreviewAsync(actor, document.Value, ct);
        var format = given.Format switch { null or "page" => "html", "data" => "json", var other => other };
        var answer = await RenderAsync(actor, document.Value, "preview", given.Filters, format, given.Slot, given.Timezone, RenderLimits.Preview, ct);
        return answer.IsOk ? answer : Placed(answer.Problem, document.Value);
    }

    /// <summary>Queries that are run and never saved are in the log too, once as long as they stay the same: an editor renders at each pause in typing.</summary>
    private async Task NotePreviewAsync(Actor actor, ReportDocument document, CancellationToken ct)
    {
        var after = new JsonObject { ["queries"] = new JsonArray([.. document.Queries.Select(q => (JsonNode)q.Sql)]) };
        var (id, text) = (document.ReportType, Wire.Text(after));
        var last = await db.AuditEntries.Where(e => e.WorkspaceId == actor.Workspace && e.ObjectId == id && e.Action == "template.previewed" && e.PersonId == actor.Person)
            .OrderByDescending(e => e.Id).Select(e => e.After).FirstOrDefaultAsync(ct);
        if (last == text) return;
        audit.Add(actor, "template.previewed", "template", id, document.Title, null, after);
        await db.SaveChangesAsync(ct);
    }

    /// <summary>What went wrong while rendering, at its place in the text: an editor shows it on that line.</summary>
    private static Problem Placed(Problem problem, ReportDocument document)
    {
        if (problem is not Problem.Invalid invalid) return problem;
        return new Problem.Invalid([.. invalid.Errors.Select(error =>
        {
            var line = error.Line ?? document.Queries.FirstOrDefault(q => error.Field == "queries." + q.Name)?.Line;
            if (line is not { } number) return error.Field.Length == 0 ? error with { Field = "text" } : error;
            var start = TextErrors.Offset(document.Text, number);
            var end = document.Text.IndexOf('\n', start);
            return error with { Field = "text", Span = new(start, Math.Max(start, end < 0 ? document.Text.Length : end)) };
        })]);
    }

    private async Task<Result<RenderedAnswer>> RenderAsync(
        Actor actor, ReportDocument document, string version, JsonObject? filters, string format, Instant? slot, string? zone, RenderLimits limits, CancellationToken ct)
    {
        if (format != Email && !formats.Names.Contains(format))
            return new Problem.Invalid("format", "unknown-format", $"There is no format “{format}”. There are: {string.Join(", ", formats.Names)}, {Email}; a preview also takes page and data.", Nearest.To(format, formats.Names)!);
        var workspace = await db.Workspaces.AsNoTracking().SingleAsync(w => w.Id == actor.Workspace, ct);
        if (DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone ?? workspace.Timezone) is not { } tz)
            return new Problem.Invalid("timezone", "unknown-zone", $"There is no time zone “{zone}”. Use an IANA name such as Europe/Warsaw.", Nearest.To(zone!, DateTimeZoneProviders.Tzdb.Ids));
        var target = Path.Combine(folder.Work, "render-" + clock.NewId().ToString("N"));
        var rendered = await render.RunAsync(new RenderRequest
        {
            Document = document,
            Version = version,
            Filters = filters ?? [],
            Slot = slot ?? clock.Now,
            Zone = tz,
            WeekStart = (IsoDayOfWeek)workspace.WeekStart,
            Formats = format == Email ? [] : [format],
            Source = async (name, token) => (await sources.OpenAsync(actor.Workspace, name, token)).Select(s => new OpenSource(s.OpenAsync)),
            Folder = target,
            Limits = limits,
        }, ct);
        if (!rendered.IsOk)
        {
            if (Directory.Exists(target)) Directory.Delete(target, recursive: true);
            return rendered.Problem;
        }

        if (format != Email && rendered.Value.Files[0] is var file) return new RenderedAnswer(target, file.Path, file.FileName, file.MediaType);
        var mail = Path.Combine(target, "email.html");
        Directory.CreateDirectory(target);
        await File.WriteAllTextAsync(mail, rendered.Value.EmailHtml, ct);
        return new RenderedAnswer(target, mail, "email.html", "text/html; charset=utf-8");
    }
}
