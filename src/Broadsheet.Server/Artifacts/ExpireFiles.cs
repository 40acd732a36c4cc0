using Broadsheet.Core.Runs;
using Broadsheet.Core.Workspaces;
using Broadsheet.Server.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Broadsheet.Server.Artifacts;

/// <summary>Removes artifacts and shared renders whose time is over: the row first, then the bytes that no row points to any more.</summary>
internal sealed class ExpireFiles(AppDb db, IArtifactStore store)
{
    private const int Batch = 100;

    public async Task RunAsync(Instant now, CancellationToken ct)
    {
        var expired = await db.Artifacts.AsNoTracking().Where(a => a.ExpiresAt <= now).OrderBy(a => a.ExpiresAt).Take(Batch).ToListAsync(ct);
        foreach (var artifact in expired)
        {
            await db.Artifacts.Where(a => a.WorkspaceId == artifact.WorkspaceId && a.Id == artifact.Id).ExecuteDeleteAsync(ct);
            await ForgetAsync(artifact.WorkspaceId, artifact.BytesId, ct);
        }

        var renders = await db.Renders.AsNoTracking().Where(r => r.ExpiresAt <= now).OrderBy(r => r.ExpiresAt).Take(Batch).ToListAsync(ct);
        foreach (var render in renders)
        {
            await db.Renders.Where(r => r.WorkspaceId == render.WorkspaceId && r.Key == render.Key && r.ExpiresAt <= now).ExecuteDeleteAsync(ct);
            foreach (var content in render.Contents) await ForgetAsync(render.WorkspaceId, content, ct);
        }
    }

    private async Task ForgetAsync(WorkspaceId workspace, ArtifactId bytes, CancellationToken ct)
    {
        if (!await db.Artifacts.AnyAsync(a => a.WorkspaceId == workspace && a.Content == bytes, ct)) await store.DeleteAsync(workspace, bytes, ct);
    }
}
