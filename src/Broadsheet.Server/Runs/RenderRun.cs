using Broadsheet.Core;
using Broadsheet.Core.Access;
using Broadsheet.Core.Reports.Parameters;
using Broadsheet.Core.Runs;
using Broadsheet.Server.Reports.Rendering;
using Broadsheet.Server.Runs.Sharing;

namespace Broadsheet.Server.Runs;

/// <summary>
/// Renders what a run's plan asks for. Runs of a slot share a render with those that need the same; one that a person asked for makes
/// its own, with the data of that moment.
/// </summary>
internal sealed class RenderRun(RequestRender requests, RenderReport render, ShareRender share, SourcePermits permits)
{
    /// <param name="rights">Of the run's owner.</param>
    public async Task<Result<RunRender>> RunAsync(RunRow run, RunPlan plan, Role rights, CancellationToken ct)
    {
        var asked = await requests.RunAsync(run, plan, ct);
        if (!asked.IsOk) return asked.Problem;
        var (request, version) = asked.Value;
        var sources = SourcesOf(request);
        permits.Uses(run.TemplateId, run.WorkspaceId, sources);
        if (await SharedAsync(run, plan, request, sources, rights, ct) is { } shared)
            return shared.Select(s => new RunRender(s.Report, version, request.Folder) { Contents = s.Contents });
        return await OwnAsync(run, request, version, sources, ct);
    }

    /// <summary>One of several reports of an attempt, in a folder of its own; it is shared with nobody.</summary>
    public async Task<Result<RunRender>> RunAsync(RunRow run, RunPlan plan, int part, CancellationToken ct)
    {
        var asked = await requests.RunAsync(run, plan, ct);
        if (!asked.IsOk) return asked.Problem;
        var (request, version) = asked.Value;
        var own = request with { Folder = Path.Combine(request.Folder, part.ToString(System.Globalization.CultureInfo.InvariantCulture)) };
        return await OwnAsync(run, own, version, SourcesOf(own), ct);
    }

    private async Task<Result<RunRender>> OwnAsync(RunRow run, RenderRequest request, int version, List<string> sources, CancellationToken ct)
    {
        using var permit = await permits.EnterAsync(run.WorkspaceId, sources, ct);
        var rendered = await render.RunAsync(request, ct);
        return rendered.Select(r => new RunRender(r, version, request.Folder));
    }

    private static List<string> SourcesOf(RenderRequest request) =>
        [.. request.Document.Queries.Select(q => q.Source ?? request.Document.Source).OfType<string>().Distinct(StringComparer.Ordinal)];

    /// <summary>Null where the run makes its own.</summary>
    private async Task<Result<SharedRender>?> SharedAsync(RunRow run, RunPlan plan, RenderRequest request, List<string> sources, Role rights, CancellationToken ct)
    {
        if (run.Slot is null || run.Trigger is not (RunTrigger.Schedule or RunTrigger.Process or RunTrigger.Backfill) || run.Node is not { } node) return null;
        var filters = Filters.Resolve(request.Document.Parameters, request.Filters, request.Slot, request.Zone, request.WeekStart);
        if (!filters.IsOk) return null;
        var key = RenderKey.Of(run.WorkspaceId, run.TemplateId, request, filters.Value.ToJson(), rights);
        return await share.JoinAsync(key, node, request, sources, Templates(plan), ct);
    }

    /// <summary>What destinations want filled from the report.</summary>
    private static List<string> Templates(RunPlan plan) => [.. plan.Destinations
        .SelectMany(d => new[] { d["subject"], d["text"] }).Select(t => t?.GetValueKind() == System.Text.Json.JsonValueKind.String ? t.GetValue<string>() : null)
        .OfType<string>().Where(t => t.Length > 0)];
}
