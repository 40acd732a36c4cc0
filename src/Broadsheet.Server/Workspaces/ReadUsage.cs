using Broadsheet.Core;
using Broadsheet.Core.Access;
using Broadsheet.Core.Runs;
using Broadsheet.Core.Workspaces;
using Broadsheet.Server.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Broadsheet.Server.Workspaces;

/// <summary>What a workspace uses of its limits now.</summary>
internal sealed record UsageWire(int Schedules, int RunsInTheLastHour, int RunsNow, long StorageBytes, int Members, WorkspaceLimits Limits);

internal sealed class ReadUsage(AppDb db, Clock clock)
{
    public async Task<Result<UsageWire>> RunAsync(Actor actor, WorkspaceId id, CancellationToken ct)
    {
        var row = await ListWorkspaces.Visible(db, actor).AsNoTracking().SingleOrDefaultAsync(w => w.Id == id, ct);
        if (row is null) return new Problem.NotFound("workspace");
        if (!actor.IsOperator && (id != actor.Workspace || !actor.Role.Allows(Permission.See))) return new Problem.Forbidden("This is seen from inside that workspace, or by an operator.");
        var hour = clock.Now - Duration.FromHours(1);
        return new UsageWire(
            await db.Schedules.CountAsync(s => s.WorkspaceId == id, ct),
            await db.Runs.CountAsync(r => r.WorkspaceId == id && r.StartedAt >= hour, ct),
            await db.Runs.CountAsync(r => r.WorkspaceId == id && r.Status == RunState.Running, ct),
            await db.Artifacts.Where(a => a.WorkspaceId == id).SumAsync(a => a.Bytes, ct),
            await db.Memberships.CountAsync(m => m.WorkspaceId == id && m.DisabledAt == null, ct),
            WorkspaceLimits.Of(row));
    }
}
