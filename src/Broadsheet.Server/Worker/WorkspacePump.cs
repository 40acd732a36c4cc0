using System.Collections.Concurrent;
using Broadsheet.Core.Deliveries;
using Broadsheet.Core.Runs;
using Broadsheet.Core.Workspaces;
using Broadsheet.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Server.Worker;

/// <summary>
/// Gets asked-for work done. On a node that works by itself it rings the bells; on one that does not, it makes what a workspace has
/// waiting, and nothing else, until that is done.
/// </summary>
internal sealed partial class WorkspacePump(
    IServiceScopeFactory scopes, RunWorker runs, DeliveryWorker deliveries, LeaseKeeper lease, Node node, Wake wake, Clock clock, WorkerSettings settings, ILogger<WorkspacePump> log)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);
    private readonly ConcurrentDictionary<WorkspaceId, Task> pumping = new();

    public void Start(WorkspaceId workspace)
    {
        wake.Runs.Ring();
        wake.Deliveries.Ring();
        if (!settings.Enabled) _ = pumping.GetOrAdd(workspace, PumpAsync);
    }

    private async Task PumpAsync(WorkspaceId workspace)
    {
        await Task.Yield();
        try
        {
            await lease.Registered.WaitAsync(node.HardStop);
            do
            {
                await runs.StartQueuedAsync(workspace, node.HardStop);
                await deliveries.StartPendingAsync(workspace, node.HardStop);
                await wake.Runs.WaitAsync(Look, node.HardStop);
            }
            while (await AnyDueAsync(workspace, node.HardStop));
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
            if (await AnyDueAsync(workspace, node.HardStop)) Start(workspace);
        }
        catch (Exception e) when (e is not OperationCanceledException)
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
