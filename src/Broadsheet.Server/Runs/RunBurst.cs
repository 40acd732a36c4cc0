using Broadsheet.Core;
using Broadsheet.Core.Runs;
using Broadsheet.Core.Schedules;
using Broadsheet.Server.Reports;
using Broadsheet.Server.Storage;
using Broadsheet.Server.Storage.Claims;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Server.Runs;

/// <summary>
/// An attempt of a run that is for each of several recipients: one render for each set of filters, one delivery for each recipient with
/// their own files. A recipient whose report cannot be made has a row that says so; all others get theirs.
/// </summary>
internal sealed class RunBurst(AppDb db, ForEach people, ReportLibrary library, RenderRun render, KeepBurst keep)
{
    /// <summary>True when it was kept, false when the attempt is no longer this node's; else why all of it failed.</summary>
    public async Task<Result<bool>> RunAsync(HeldRun held, RunRow run, RunPlan plan, CancellationToken ct)
    {
        if (await library.VersionAsync(run.WorkspaceId, run.TemplateId, run.TemplateVersion, ct) is not { } report)
            return new Problem.Conflict("report-gone", $"The report “{run.ReportType}” was deleted.");
        var read = await people.ReadAsync(run.WorkspaceId, plan.ForEach!, report.Document, plan.Filters, ct);
        if (!read.IsOk) return read.Problem is Problem.Invalid invalid ? new Problem.Invalid([.. invalid.Errors.Select(e => e.Under("for_each"))]) : read.Problem;
        IReadOnlyList<ForEachRecipient> everybody = run.Trigger == RunTrigger.Test ? [.. read.Value.Take(1)] : read.Value;
        var served = await db.Deliveries.AsNoTracking().Where(d => d.WorkspaceId == run.WorkspaceId && d.RunId == run.Id).Select(d => d.Recipient).ToListAsync(ct);
        var (made, part) = (new Burst(report.Version), 0);
        foreach (var alike in everybody.Where(r => !served.Contains(r.To)).GroupBy(r => r.Filters.ToJsonString()))
        {
            var own = plan with { Filters = alike.First().Filters.DeepClone().AsObject() };
            if (await OneAsync(run, own, [.. alike.Select(r => r.To)], part++, made, ct) is { } away) return away;
        }

        return await keep.SaveAsync(held, run, made, everybody.Count, ct);
    }

    /// <summary>Makes the report of those who share their filters; what may pass ends the attempt before anything is sent.</summary>
    private async Task<Problem?> OneAsync(RunRow run, RunPlan plan, IReadOnlyList<string> recipients, int part, Burst made, CancellationToken ct)
    {
        var rendered = await render.RunAsync(run, plan, part, ct);
        if (rendered.Problem is Problem.Unavailable away) return away;
        if (!rendered.IsOk)
        {
            keep.AddUnmade(run, plan, recipients, rendered.Problem.Summary, made);
            return null;
        }

        made.Rows += rendered.Value.Report.Rows;
        made.Filters ??= rendered.Value.Report.Filters;
        if (run.Trigger != RunTrigger.Test && NotToSend(plan.Condition, rendered.Value.Report.Rows) is { } reason) keep.AddUnwanted(run, plan, recipients, reason, made);
        else await keep.AddAsync(run, plan, rendered.Value, recipients, made, ct);
        return null;
    }

    private static string? NotToSend(SendCondition condition, long rows) => (condition, rows) switch
    {
        (SendCondition.WhenRows, 0) => "Their report has no rows (condition: when_rows): nothing was sent.",
        (SendCondition.WhenEmpty, > 0) => $"Their report has {rows} rows (condition: when_empty): nothing was sent.",
        _ => null,
    };
}
