using Broadsheet.Core.Runs;
using Broadsheet.Server.Http;
using Broadsheet.Server.Storage;
using Broadsheet.Server.Storage.Claims;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Server.Runs;

/// <summary>
/// Ends an attempt without files: failed (for good, or queued again), skipped, cancelled. Saved under a short token of its own,
/// since the run's is often cancelled by then.
/// </summary>
internal sealed class EndRun(AppDb db, Clock clock, Randomness random, RunEnded ended, DataFolder folder)
{
    private static readonly TimeSpan SaveTime = TimeSpan.FromSeconds(20);

    /// <param name="mayRetry">The same may succeed later.</param>
    public async Task FailAsync(HeldRun held, RunRow run, string error, bool mayRetry)
    {
        using var saving = new CancellationTokenSource(SaveTime);
        Clean(held);
        if (await CancelledAsync(held, saving.Token)) return;
        var now = clock.Now;
        var most = run.PlanJson is null ? 1 : RunPlan.Read(run.PlanJson).Policy.MaxAttempts;
        if (run.PlanJson is null && await db.Runs.Where(r => r.WorkspaceId == run.WorkspaceId && r.Id == run.Id).Select(r => r.PlanJson).SingleAsync(saving.Token) is { } plan)
            most = RunPlan.Read(plan).Policy.MaxAttempts;
        if (mayRetry && held.Attempt < most)
        {
            var next = RetryPolicy.NextAttempt(held.Attempt, now, random.Next());
            await db.Runs.Held(held).ExecuteUpdateAsync(s => s.SetProperty(r => r.Status, RunState.Queued).SetProperty(r => r.Node, (Guid?)null)
                .SetProperty(r => r.Attempt, held.Attempt + 1).SetProperty(r => r.NotBefore, next).SetProperty(r => r.Error, error), saving.Token);
            return;
        }

        await FinishAsync(held, run, RunState.Failed, null, error, saving.Token);
    }

    public async Task SkipAsync(HeldRun held, RunRow run, RunRender rendered, string reason)
    {
        using var saving = new CancellationTokenSource(SaveTime);
        Clean(held);
        var (filters, rows, version) = (Wire.Text(rendered.Report.Filters), rendered.Report.Rows, rendered.TemplateVersion);
        await db.Runs.Held(held).ExecuteUpdateAsync(s => s.SetProperty(r => r.FiltersJson, filters).SetProperty(r => r.Rows, rows)
            .SetProperty(r => r.TemplateVersion, version), saving.Token);
        await FinishAsync(held, run, RunState.Skipped, reason, null, saving.Token);
    }

    public async Task CancelAsync(HeldRun held, string reason)
    {
        using var saving = new CancellationTokenSource(SaveTime);
        Clean(held);
        var now = clock.Now;
        await db.Runs.Held(held).ExecuteUpdateAsync(s => s.SetProperty(r => r.Status, RunState.Cancelled).SetProperty(r => r.Node, (Guid?)null)
            .SetProperty(r => r.FinishedAt, now).SetProperty(r => r.Reason, reason), saving.Token);
    }

    /// <summary>
    /// Its token was cancelled: by a person, then it ends; by a lost lease, then somebody else has it and nothing here matches; by
    /// a shutdown, then it stays as it is and is given back with the lease.
    /// </summary>
    public async Task StoppedAsync(HeldRun held)
    {
        using var saving = new CancellationTokenSource(SaveTime);
        Clean(held);
        await CancelledAsync(held, saving.Token);
    }

    /// <summary>Ends it if a person has asked for that: then it is no failure, and no other attempt follows.</summary>
    private async Task<bool> CancelledAsync(HeldRun held, CancellationToken ct)
    {
        var now = clock.Now;
        return await db.Runs.Held(held).Where(r => r.CancelRequested).ExecuteUpdateAsync(s => s.SetProperty(r => r.Status, RunState.Cancelled)
            .SetProperty(r => r.Node, (Guid?)null).SetProperty(r => r.FinishedAt, now), ct) == 1;
    }

    private async Task FinishAsync(HeldRun held, RunRow run, RunState state, string? reason, string? error, CancellationToken ct)
    {
        var now = clock.Now;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var mine = await db.Runs.Held(held).ExecuteUpdateAsync(s => s.SetProperty(r => r.Status, state).SetProperty(r => r.Node, (Guid?)null)
            .SetProperty(r => r.FinishedAt, now).SetProperty(r => r.Reason, reason).SetProperty(r => r.Error, error), ct);
        if (mine == 1) await ended(run, state, error, ct);
        await transaction.CommitAsync(ct);
    }

    private void Clean(HeldRun held)
    {
        var work = folder.Attempt(held.Id, held.Attempt);
        if (Directory.Exists(work)) Directory.Delete(work, recursive: true);
    }
}
