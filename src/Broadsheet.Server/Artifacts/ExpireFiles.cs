using System.Text.Json.Nodes;
using Broadsheet.Core.Runs;
using Broadsheet.Core.Workspaces;
using Broadsheet.Server.Audit;
using Broadsheet.Server.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Broadsheet.Server.Artifacts;

/// <summary>
/// Removes artifacts and shared renders whose time is over: the row first, then the bytes that no row points to any more. How many
/// artifacts went is an entry of the audit log; a shared render is nobody's file, only how files are made once for many.
/// </summary>
internal sealed class ExpireFiles(AppDb db, IArtifactStore store, AuditLog audit)
{
    private const int Batch = 500;

    public async Task RunAsync(Instant now, CancellationToken ct)
    {
        List<ArtifactRow> expired;
        do
        {
            expired = await db.Artifacts.AsNoTracking().Where(a => a.ExpiresAt <= now).OrderBy(a => a.ExpiresAt).Take(Batch).ToListAsync(ct);
            foreach (var group in expired.GroupBy(a => a.WorkspaceId)) await RemoveAsync(group.Key, [.. group], now, ct);
            foreach (var artifact in expired) await ForgetAsync(artifact.WorkspaceId, artifact.BytesId, ct);
        }
        while (expired.Count == Batch);

        var renders = await db.Renders.AsNoTracking().Where(r => r.ExpiresAt <= now).OrderBy(r => r.ExpiresAt).Take(Batch).ToListAsync(ct);
        foreach (var render in renders)
        {
            await db.Renders.Where(r => r.WorkspaceId == render.WorkspaceId && r.Key == render.Key && r.ExpiresAt <= now).ExecuteDeleteAsync(ct);
            foreach (var content in render.Contents) await ForgetAsync(render.WorkspaceId, content, ct);
        }
    }

    /// <summary>One by one, so that of two nodes that sweep at once each counts what it removed itself.</summary>
    private async Task RemoveAsync(WorkspaceId workspace, IReadOnlyList<ArtifactRow> expired, Instant now, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var (files, bytes) = (0, 0L);
        foreach (var artifact in expired)
        {
            if (await db.Artifacts.Where(a => a.WorkspaceId == workspace && a.Id == artifact.Id && a.ExpiresAt <= now).ExecuteDeleteAsync(ct) == 0) continue;
            files++;
            bytes += artifact.Bytes;
        }

        if (files > 0) audit.Trimmed(workspace, "files", new JsonObject { ["files"] = files, ["bytes"] = bytes, ["expired_by"] = now.ToString() });
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
    }

    private async Task ForgetAsync(WorkspaceId workspace, ArtifactId bytes, CancellationToken ct)
    {
        if (!await db.Artifacts.AnyAsync(a => a.WorkspaceId == workspace && a.Content == bytes, ct)) await store.DeleteAsync(workspace, bytes, ct);
    }
}
