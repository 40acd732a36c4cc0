using Broadsheet.Core;
using Broadsheet.Core.Reports;
using Broadsheet.Core.Workspaces;
using Broadsheet.Server.DataSources;
using Broadsheet.Server.Reports;
using Broadsheet.Server.Reports.Rendering;
using Broadsheet.Server.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Broadsheet.Server.Runs.Sharing;

/// <summary>From a run and its plan to what is to be rendered.</summary>
internal sealed class RequestRender(AppDb db, ReportLibrary library, DataSourceCatalog sources, DataFolder folder)
{
    public async Task<Result<(RenderRequest Request, int Version)>> RunAsync(RunRow run, RunPlan plan, CancellationToken ct)
    {
        if (await library.VersionAsync(run.WorkspaceId, run.TemplateId, run.TemplateVersion, ct) is not { } report)
            return new Problem.Conflict("report-gone", $"The report “{run.ReportType}” was deleted.");
        var workspace = await db.Workspaces.AsNoTracking().SingleAsync(w => w.Id == run.WorkspaceId, ct);
        return (new RenderRequest
        {
            Document = report.Document,
            Version = report.Version.ToString(System.Globalization.CultureInfo.InvariantCulture),
            Filters = plan.Filters,
            Slot = run.ScheduledFor,
            Zone = DateTimeZoneProviders.Tzdb[plan.Zone],
            WeekStart = (IsoDayOfWeek)workspace.WeekStart,
            Formats = plan.Formats,
            Source = (name, token) => SourceAsync(run.WorkspaceId, name, token),
            Folder = folder.Attempt(run.Id, run.Attempt),
            Limits = RenderLimits.Default,
        }, report.Version);
    }

    /// <summary>The same for a render that outlives the run which asked for it first: with the sources of this scope, and a folder of its own.</summary>
    public RenderRequest Own(WorkspaceId workspace, RenderRequest request, Guid id) => request with
    {
        Source = (name, token) => SourceAsync(workspace, name, token),
        Folder = Path.Combine(folder.Work, $"shared-{id:D}"),
    };

    private async Task<Result<OpenSource>> SourceAsync(WorkspaceId workspace, string name, CancellationToken ct) =>
        (await sources.OpenAsync(workspace, name, ct)).Select(s => new OpenSource(s.OpenAsync));
}
