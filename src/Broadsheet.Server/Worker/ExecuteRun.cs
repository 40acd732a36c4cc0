using System.Diagnostics;
using Broadsheet.Core;
using Broadsheet.Core.Access;
using Broadsheet.Core.Runs;
using Broadsheet.Core.Schedules;
using Broadsheet.Server.Runs;
using Broadsheet.Server.Schedules;
using Broadsheet.Server.Storage;
using Broadsheet.Server.Storage.Claims;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Server.Worker;

/// <summary>
/// One attempt of a run this node holds: plan, render, keep the files, write the ledger. Every write carries the fencing token,
/// so a worker that froze and woke changes nothing.
/// </summary>
internal sealed partial class ExecuteRun(
    AppDb db, PlanRun plans, RenderRun render, KeepFiles keep, RunBurst burst, EndRun end, ILogger<ExecuteRun> log)
{
    /// <param name="stop">Cancelled by a person, by the loss of the lease, or at the end of a shutdown.</param>
    public async Task RunAsync(HeldRun held, CancellationToken stop)
    {
        var started = Stopwatch.GetTimestamp();
        var run = await db.Runs.AsNoTracking().SingleOrDefaultAsync(r => r.WorkspaceId == held.Workspace && r.Id == held.Id
            && r.Status == RunState.Running && r.Node == held.Node && r.Attempt == held.Attempt, stop);
        if (run is null) return;
        if (run is { Attempt: 1, Slot: not null, StartedAt: { } began }) Meters.Lateness.Record((began - run.NotBefore).TotalSeconds);
        try
        {
            await AttemptAsync(held, run, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await end.StoppedAsync(held, stop);
        }
        catch (Exception e) when (Lacks(e) is { } lacking)
        {
            Lacking(held.Id.Value, lacking, e.Message);
            await end.PostponeAsync(held, run, lacking, stop);
        }
        catch (Exception e) when (e is not OperationCanceledException || !stop.IsCancellationRequested)
        {
            Unexpected(held.Id.Value, e);
            await end.FailAsync(held, run, "Something went wrong in the server while making this report; its log has the details.", mayRetry: true, stop);
        }

        Meters.Duration.Record(Stopwatch.GetElapsedTime(started).TotalSeconds);
        Ended(held.Id.Value, held.Attempt, Stopwatch.GetElapsedTime(started).TotalMilliseconds);
    }

    /// <summary>What the server itself was without; null for any other failure.</summary>
    private static string? Lacks(Exception error) => error switch
    {
        IOException when DataFolder.IsDiskTrouble(error) => "The disk of the server's data folder is full or cannot be written. The run is made as soon as it can be.",
        _ when Saving.IsStoreAway(error) && error is not IOException => "The server's database was away while this was made. It is made again.",
        _ => null,
    };

    private async Task AttemptAsync(HeldRun held, RunRow run, CancellationToken stop)
    {
        if (await plans.RunAsync(held, run, stop) is not { } plan)
        {
            await end.CancelAsync(held, "Its schedule was deleted or paused before this run started.", stop);
            return;
        }

        var owner = await OwnerAsync(run, stop);
        if (!owner.IsOk)
        {
            await end.FailAsync(held, run, owner.Problem.Summary, mayRetry: false, stop);
            return;
        }

        var policy = plan.Policy.Read().Value!;
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(stop);
        timeout.CancelAfter(policy.Timeout.ToTimeSpan());
        try
        {
            await MakeAsync(held, run, plan, owner.Value, timeout.Token, stop);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !stop.IsCancellationRequested)
        {
            await end.FailAsync(held, run, $"It took longer than {plan.Policy.Timeout}, the schedule's policy.timeout. Make the query faster or the timeout longer.", mayRetry: true, stop);
        }
    }

    /// <param name="making">Ends the making; what was made is kept under <paramref name="stop"/>.</param>
    private async Task MakeAsync(HeldRun held, RunRow run, RunPlan plan, Role rights, CancellationToken making, CancellationToken stop)
    {
        if (plan.ForEach is not null)
        {
            var made = await burst.RunAsync(held, run, plan, making);
            if (!made.IsOk) await end.FailAsync(held, run, made.Problem.Summary, mayRetry: made.Problem is Problem.Unavailable, stop);
            else if (!made.Value) await end.StoppedAsync(held, stop);
            return;
        }

        var rendered = await render.RunAsync(run, plan, rights, making);
        if (!rendered.IsOk) await end.FailAsync(held, run, rendered.Problem.Summary, mayRetry: rendered.Problem is Problem.Unavailable, stop);
        else if (await NotToSendAsync(run, plan, rendered.Value, stop) is { } reason) await keep.SkipAsync(held, run, plan, rendered.Value, reason, stop);
        else await keep.RunAsync(held, run, plan, rendered.Value, stop);
    }

    /// <summary>A run has its owner's rights: without them it stops, and says so.</summary>
    private async Task<Result<Role>> OwnerAsync(RunRow run, CancellationToken ct)
    {
        var owner = await (from p in db.People join m in db.Memberships on p.Id equals m.PersonId
            where m.WorkspaceId == run.WorkspaceId && p.Id == run.OwnerId select new { p.DisabledAt, ShutOutAt = m.DisabledAt, p.Email, m.Role }).SingleOrDefaultAsync(ct);
        if (owner is null) return new Problem.Conflict("owner", "The schedule's owner is no longer a member of the workspace. Give it a new owner.");
        if (owner.DisabledAt is not null || owner.ShutOutAt is not null) return new Problem.Conflict("owner", $"The schedule's owner, {owner.Email}, is disabled. Give it a new owner.");
        if (!owner.Role.Allows(Permission.Schedule)) return new Problem.Conflict("owner", $"The schedule's owner, {owner.Email}, may no longer schedule reports (role {owner.Role}). Give it a new owner or them a role.");
        return owner.Role;
    }

    private async Task<string?> NotToSendAsync(RunRow run, RunPlan plan, RunRender rendered, CancellationToken ct)
    {
        if (run.Trigger is RunTrigger.Test) return null;
        return plan.Condition switch
        {
            SendCondition.Always => null,
            SendCondition.WhenRows => rendered.Report.Rows > 0 ? null : "The report has no rows (condition: when_rows).",
            SendCondition.WhenEmpty => rendered.Report.Rows == 0 ? null : $"The report has {rendered.Report.Rows} rows (condition: when_empty).",
            SendCondition.WhenChanged => await LastSentHashAsync(run, ct) == rendered.Report.ContentHash ? "Nothing has changed since the last report that was sent (condition: when_changed)." : null,
        };
    }

    private Task<string?> LastSentHashAsync(RunRow run, CancellationToken ct) => RunHistory.Before(db.Runs
        .Where(r => r.WorkspaceId == run.WorkspaceId && r.ScheduleId == run.ScheduleId && r.Trigger != RunTrigger.Test
            && r.ContentHash != null && (r.Status == RunState.Succeeded || r.Status == RunState.PartiallyFailed || r.Status == RunState.Delivering)), run.ScheduledFor, run.Id)
        .Select(r => r.ContentHash).FirstOrDefaultAsync(ct);

    [LoggerMessage(LogLevel.Error, "Run {Run} failed unexpectedly")]
    private partial void Unexpected(Guid run, Exception exception);

    [LoggerMessage(LogLevel.Warning, "Run {Run} is put off: {Lacking} ({Reason})")]
    private partial void Lacking(Guid run, string lacking, string reason);

    [LoggerMessage(LogLevel.Debug, "Run {Run} attempt {Attempt} took {Milliseconds} ms")]
    private partial void Ended(Guid run, int attempt, double milliseconds);
}
