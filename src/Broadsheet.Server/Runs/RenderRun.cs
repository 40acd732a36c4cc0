using Broadsheet.Core;
using Broadsheet.Core.Reports;
using Broadsheet.Server.DataSources;
using Broadsheet.Server.Reports;
using Broadsheet.Server.Reports.Rendering;
using Broadsheet.Server.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Broadsheet.Server.Runs;

/// <summary>Renders what a run's plan asks for, into a folder of this attempt's own.</summary>
internal sealed class RenderRun(AppDb db, ReportLibrary library, RenderReport render, DataSourceCatalog sources, DataFolder folder)
{
    public Task<Result<RunRender>> RunAsync(RunRow run, RunPlan plan, CancellationToken ct) => IntoAsync(run, plan, folder.Attempt(run.Id, run.Attempt), ct);

    /// <summary>One of several reports of an attempt.</summary>
    public Task<Result<RunRender>> RunAsync(RunRow run, RunPlan plan, int part, CancellationToken ct) =>
        IntoAsync(run, plan, Path.Combine(folder.Attempt(run.Id, run.Attempt), part.ToString(System.Globalization.CultureInfo.InvariantCulture)), ct);

    private async Task<Result<RunRender>> IntoAsync(RunRow run, RunPlan plan, string target, CancellationToken ct)
    {
        if (await library.VersionAsync(run.WorkspaceId, run.TemplateId, run.TemplateVersion, ct) is not { } report)
            return new Problem.Conflict("report-gone", $"The report “{run.ReportType}” was deleted.");
        var workspace = await db.Workspaces.AsNoTracking().SingleAsync(w => w.Id == run.WorkspaceId, ct);
        var rendered = await render.RunAsync(new RenderRequest
        {
            Document = report.Document,
            Version = report.Version.ToString(System.Globalization.CultureInfo.InvariantCulture),
            Filters = plan.Filters,
            Slot = run.ScheduledFor,
            Zone = DateTimeZoneProviders.Tzdb[plan.Zone],
            WeekStart = (IsoDayOfWeek)workspace.WeekStart,
            Formats = plan.Formats,
            Source = async (name, token) => (await sources.OpenAsync(run.WorkspaceId, name, token)).Select(s => new OpenSource(s.Adapter, s.Settings)),
            Folder = target,
            Limits = RenderLimits.Default,
        }, ct);
        return rendered.IsOk ? new RunRender(rendered.Value, report.Version, target) : rendered.Problem;
    }
}
