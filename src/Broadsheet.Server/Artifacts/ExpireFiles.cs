using Broadsheet.Server.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Broadsheet.Server.Artifacts;

/// <summary>Removes artifacts whose time is over: the row first, then the bytes.</summary>
internal sealed class ExpireFiles(AppDb db, IArtifactStore store)
{
    private const int Batch = 100;

    public async Task RunAsync(Instant now, CancellationToken ct)
    {
        var expired = await db.Artifacts.AsNoTracking().Where(a => a.ExpiresAt <= now).OrderBy(a => a.ExpiresAt).Take(Batch).ToListAsync(ct);
        foreach (var artifact in expired)
        {
            await db.Artifacts.Where(a => a.WorkspaceId == artifact.WorkspaceId && a.Id == artifact.Id).ExecuteDeleteAsync(ct);
            await store.DeleteAsync(artifact.WorkspaceId, artifact.Id, ct);
        }
    }
}
