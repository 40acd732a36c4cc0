using Broadsheet.Core;
using Broadsheet.Core.Access;
using Broadsheet.Core.Deliveries;
using Broadsheet.Core.Runs;
using Broadsheet.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Server.Restores;

/// <summary>Whether the server works, and if not, what waits.</summary>
internal sealed class ReadServer(AppDb db, Clock clock, WatchRestore watch)
{
    public async Task<Result<ServerWire>> RunAsync(Actor actor, CancellationToken ct)
    {
        if (!actor.IsOperator) return new Problem.Forbidden("This needs an operator of the server.");
        if (await watch.LookAsync(ct) is not { } restored) return ServerWire.Running;
        var now = clock.Now;
        return new ServerWire("restored", new(restored.Since, restored.Why,
            await db.Runs.CountAsync(r => (r.Status == RunState.Queued || r.Status == RunState.Running) && r.QueuedAt <= restored.Since, ct),
            await db.Deliveries.CountAsync(d => (d.Status == DeliveryState.Pending || d.Status == DeliveryState.Sending) && d.CreatedAt <= restored.Since, ct),
            await db.Schedules.CountAsync(s => s.Enabled && s.NextRunAt <= now, ct)));
    }
}
