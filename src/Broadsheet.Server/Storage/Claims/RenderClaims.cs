using Broadsheet.Core.Workspaces;
using Broadsheet.Server.Runs.Sharing;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Broadsheet.Server.Storage.Claims;

/// <summary>Which node makes a render: an insert decides, the node's lease holds it, and a dead node's claim is taken over.</summary>
internal sealed class RenderClaims(AppDb db, Clock clock)
{
    /// <summary>Where PostgreSQL says that a render was made or given up: once a render, never a run.</summary>
    public const string Channel = "broadsheet_renders";

    private static readonly Duration LongestMaking = Duration.FromHours(25);
    private static readonly Duration Usable = Duration.FromMinutes(10);
    private static readonly Duration Kept = Duration.FromMinutes(60);

    /// <summary>
    /// True when <paramref name="node"/> is to make it. One process asks for a render once at a time: what it holds already, by a claim
    /// whose answer was lost, is its own.
    /// </summary>
    public async Task<bool> TryAsync(WorkspaceId workspace, string key, Guid node, CancellationToken ct) =>
        (await db.QueryAsync($"""
            insert into renders (workspace_id, key, node, usable_until, expires_at) values (@workspace, @key, @node, @later, @later)
            on conflict (workspace_id, key) do update set node = excluded.node, expires_at = excluded.expires_at
            where renders.result is null
              and (renders.node = excluded.node or not exists (select 1 from nodes n where n.id = renders.node and n.heartbeat_at >= {db.Dialect.SecondsAgoSql(NodeLease.Seconds)}))
            returning 1
            """, (_, r) => r.GetInt32(0), ct, ("workspace", workspace.Value), ("key", key), ("node", node), ("later", clock.Now + LongestMaking))).Count == 1;

    /// <summary>What <paramref name="node"/> is making by the store's account.</summary>
    public Task<List<(WorkspaceId Workspace, string Key)>> HeldAsync(Guid node, CancellationToken ct) => db.QueryAsync(
        "select workspace_id, key from renders where node = @node and result is null", (d, r) => (new WorkspaceId(d.ReadGuid(r, 0)), r.GetString(1)), ct, ("node", node));

    /// <summary>What is known of it; null when nobody makes it.</summary>
    public Task<RenderRow?> FindAsync(WorkspaceId workspace, string key, CancellationToken ct) =>
        db.Renders.AsNoTracking().SingleOrDefaultAsync(r => r.WorkspaceId == workspace && r.Key == key, ct);

    /// <summary>False when the claim was lost meanwhile: another node makes it again.</summary>
    public async Task<bool> MadeAsync(WorkspaceId workspace, string key, Guid node, string result, CancellationToken ct)
    {
        var now = clock.Now;
        var (usable, expires) = (now + Usable, now + Kept);
        var mine = await Mine(workspace, key, node).ExecuteUpdateAsync(s => s.SetProperty(r => r.ResultJson, result)
            .SetProperty(r => r.UsableUntil, usable).SetProperty(r => r.ExpiresAt, expires), ct);
        await NotifyAsync(ct);
        return mine == 1;
    }

    /// <summary>Nothing came of it: who waits elsewhere tries for itself.</summary>
    public async Task GiveUpAsync(WorkspaceId workspace, string key, Guid node, CancellationToken ct)
    {
        await Mine(workspace, key, node).ExecuteDeleteAsync(ct);
        await NotifyAsync(ct);
    }

    private async Task NotifyAsync(CancellationToken ct)
    {
        if (db is PostgresDb) await db.ExecuteAsync($"notify {Channel}", ct);
    }

    private IQueryable<RenderRow> Mine(WorkspaceId workspace, string key, Guid node) =>
        db.Renders.Where(r => r.WorkspaceId == workspace && r.Key == key && r.Node == node && r.ResultJson == null);
}
