using System.Collections.Concurrent;
using Broadsheet.Core.Deliveries;
using Broadsheet.Core.Runs;
using Broadsheet.Core.Workspaces;
using Broadsheet.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Server.Worker;

/// <summary>
/// Gets asked-for work done. On a node that works by itself it rings the bells; on one that does not, it makes what a workspace has
/// waiting, and nothing else, until that is done, or the host stops: what it has taken by then ends first.
/// </summary>
internal sealed partial class WorkspacePump(
    IServiceScopeFactory scopes, RunWorker runs, DeliveryWorker deliveries, LeaseKeeper lease, Wake wake, Clock clock, WorkerSettings settings, ILogger<WorkspacePump> log)
    : IHostedService, IDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);
    private readonly ConcurrentDictionary<WorkspaceId, Lazy<Task>> pumping = new();
    private readonly Gathering inHand = new();
    private readonly CancellationTokenSource stopping = new();

    public Task StartAsync(CancellationToken ct) => Task.CompletedTask;

    /// <summary>Nothing is taken any more. The workers, which stop after this, end what was taken.</summary>
    public async Task StopAsync(CancellationToken ct)
    {
        await stopping.CancelAsync();
        await inHand.AllAsync();
    }

    public void Dispose() => stopping.Dispose();

    public void Start(WorkspaceId workspace)
    {
        wake.Runs.Ring();
        wake.Deliveries.Ring();
        if (settings.Enabled || stopping.IsCancellationRequested) return;
        _ = pumping.GetOrAdd(workspace, w => new Lazy<Task>(() => Begin(w))).Value;
    }

    private Task Begin(WorkspaceId workspace)
    {
        var task = PumpAsync(workspace);
        inHand.Add(task);
        return task;
    }

    private async Task PumpAsync(WorkspaceId workspace)
    {
        await Task.Yield();
        try
        {
            await lease.Registered.WaitAsync(stopping.Token);
            do
            {
                await runs.StartQueuedAsync(workspace, stopping.Token);
                await deliveries.StartPendingAsync(workspace, stopping.Token);
                await wake.Runs.WaitAsync(Look, stopping.Token);
            }
            while (await AnyDueAsync(workspace, stopping.Token));
        }
        catch (OperationCanceledException)
        {
            return;
        }
        catch (Exception e)
        {
            Trouble(e);
            return;
        }
        finally
        {
            pumping.TryRemove(workspace, out _);
        }

        await AgainAsync(workspace);
    }

    /// <summary>Who asked while the last look was ending found it still pumping, and may have been missed by it.</summary>
    private async Task AgainAsync(WorkspaceId workspace)
    {
        try
        {
            if (await AnyDueAsync(workspace, stopping.Token)) Start(workspace);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return;
        }
        catch (Exception e)
        {
            Trouble(e);
        }
    }

    private async Task<bool> AnyDueAsync(WorkspaceId workspace, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDb>();
        var soon = clock.Now + NodaTime.Duration.FromSeconds(30);
        return await db.Runs.AnyAsync(r => r.WorkspaceId == workspace && ((r.Status == RunState.Queued && r.NotBefore <= soon) || r.Status == RunState.Running), ct)
            || await db.Deliveries.AnyAsync(d => d.WorkspaceId == workspace && ((d.Status == DeliveryState.Pending && d.NextAttemptAt <= soon) || d.Status == DeliveryState.Sending), ct);
    }

    [LoggerMessage(LogLevel.Error, "Work that was asked for could not be taken; the next request or worker will")]
    private partial void Trouble(Exception exception);
}
