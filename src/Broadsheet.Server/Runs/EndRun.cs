using Broadsheet.Core.Runs;
using Broadsheet.Server.Deliveries;
using Broadsheet.Server.Http;
using Broadsheet.Server.Storage;
using Broadsheet.Server.Storage.Claims;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Broadsheet.Server.Runs;

/// <summary>
/// Ends an attempt without files: failed (for good, or queued again), skipped, cancelled. Saved under short tokens of its own, since
/// the run's is often cancelled by then, and until the store takes it or the run's token says that others decide.
/// </summary>
internal sealed class EndRun(AppDb db, Clock clock, Randomness random, RunEnded ended, DataFolder folder)
{
    /// <summary>So often a run is put off because this server lacks what it needs; then it fails.</summary>
    private const int MostPostponed = 50;

    /// <summary>While the server lacks something it looks again after a minute or so.</summary>
    private const int SlowestPostponed = 3;

    /// <param name="mayRetry">The same may succeed later.</param>
    public Task FailAsync(HeldRun held, RunRow run, string error, bool mayRetry, CancellationToken stop) =>
        SaveAsync(held, ct => FailOnceAsync(held, run, error, mayRetry, ct), stop);

    /// <summary>Puts the run off because the server itself lacks something (its store, its disk): the schedule's own attempts are not for that.</summary>
    public Task PostponeAsync(HeldRun held, RunRow run, string why, CancellationToken stop) => held.Attempt >= MostPostponed
        ? FailAsync(held, run, why, mayRetry: false, stop)
        : SaveAsync(held, async ct =>
        {
            if (await CancelledAsync(held, ct)) return;
            await QueueAsync(held, RetryPolicy.NextAttempt(Math.Min(held.Attempt, SlowestPostponed), clock.Now, random.Next()), why, ct);
        }, stop);

    private async Task FailOnceAsync(HeldRun held, RunRow run, string error, bool mayRetry, CancellationToken ct)
    {
        if (await CancelledAsync(held, ct)) return;
        var now = clock.Now;
        var most = run.PlanJson is null ? 1 : RunPlan.Read(run.PlanJson).Policy.MaxAttempts;
        if (run.PlanJson is null && await db.Runs.Where(r => r.WorkspaceId == run.WorkspaceId && r.Id == run.Id).Select(r => r.PlanJson).SingleAsync(ct) is { } plan)
            most = RunPlan.Read(plan).Policy.MaxAttempts;
        if (mayRetry && held.Attempt < most)
        {
            await QueueAsync(held, RetryPolicy.NextAttempt(held.Attempt, now, random.Next()), error, ct);
            return;
        }

        await FinishAsync(held, run, RunState.Failed, null, error, [], ct);
    }

    private Task<int> QueueAsync(HeldRun held, Instant next, string error, CancellationToken ct) =>
        db.Runs.Held(held).ExecuteUpdateAsync(s => s.SetProperty(r => r.Status, RunState.Queued).SetProperty(r => r.Node, (Guid?)null)
            .SetProperty(r => r.Attempt, held.Attempt + 1).SetProperty(r => r.NotBefore, next).SetProperty(r => r.Error, error), ct);

    /// <summary>Ends it because of the schedule's condition.</summary>
    /// <param name="notes">Lines of the ledger that say so to its recipients, where that is wanted.</param>
    public Task SkipAsync(HeldRun held, RunRow run, RunRender rendered, string reason, IReadOnlyList<DeliveryRow> notes, CancellationToken stop) => SaveAsync(held, async ct =>
    {
        var (filters, rows, version) = (Wire.Text(rendered.Report.Filters), rendered.Report.Rows, rendered.TemplateVersion);
        await db.Runs.Held(held).ExecuteUpdateAsync(s => s.SetProperty(r => r.FiltersJson, filters).SetProperty(r => r.Rows, rows)
            .SetProperty(r => r.TemplateVersion, version), ct);
        await FinishAsync(held, run, RunState.Skipped, reason, null, notes, ct);
    }, stop);

    public Task CancelAsync(HeldRun held, string reason, CancellationToken stop) => SaveAsync(held, ct =>
    {
        var now = clock.Now;
        return db.Runs.Held(held).ExecuteUpdateAsync(s => s.SetProperty(r => r.Status, RunState.Cancelled).SetProperty(r => r.Node, (Guid?)null)
            .SetProperty(r => r.FinishedAt, now).SetProperty(r => r.Reason, reason), ct);
    }, stop);

    /// <summary>
    /// Its token was cancelled: by a person, then it ends; by a lost lease, then somebody else has it and nothing here matches; by
    /// a shutdown, then it stays as it is and is given back with the lease.
    /// </summary>
    public Task StoppedAsync(HeldRun held, CancellationToken stop) => SaveAsync(held, ct => CancelledAsync(held, ct), stop);

    private Task SaveAsync(HeldRun held, Func<CancellationToken, Task> save, CancellationToken stop)
    {
        Clean(held);
        return Saving.UntilDoneAsync(clock.Time, ct =>
        {
            // What a try that failed was about to add must not go with the next one.
            db.ChangeTracker.Clear();
            return save(ct);
        }, stop);
    }

    /// <summary>Ends it if a person has asked for that: then it is no failure, and no other attempt follows.</summary>
    private async Task<bool> CancelledAsync(HeldRun held, CancellationToken ct)
    {
        var now = clock.Now;
        return await db.Runs.Held(held).Where(r => r.CancelRequested).ExecuteUpdateAsync(s => s.SetProperty(r => r.Status, RunState.Cancelled)
            .SetProperty(r => r.Node, (Guid?)null).SetProperty(r => r.FinishedAt, now), ct) == 1;
    }

    private async Task FinishAsync(HeldRun held, RunRow run, RunState state, string? reason, string? error, IReadOnlyList<DeliveryRow> notes, CancellationToken ct)
    {
        var now = clock.Now;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var mine = await new RunEnds(db).RecordAsync([new RunEnd(held, state, reason, error)], now, ct);
        if (mine.Count == 1 && notes.Count > 0)
        {
            db.Deliveries.AddRange(notes);
            await db.SaveChangesAsync(ct);
        }

        if (mine.Count == 1) await ended(run, state, error, ct);
        await transaction.CommitAsync(ct);
    }

    private void Clean(HeldRun held)
    {
        var work = folder.Attempt(held.Id, held.Attempt);
        try
        {
            if (Directory.Exists(work)) Directory.Delete(work, recursive: true);
        }
        catch (IOException)
        {
            // A disk that is gone takes no orders; what is left lying is collected later.
            return;
        }
    }
}
