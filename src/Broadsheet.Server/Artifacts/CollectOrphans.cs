using System.Buffers.Binary;
using Broadsheet.Core.Runs;
using Broadsheet.Core.Workspaces;
using Broadsheet.Server.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Broadsheet.Server.Artifacts;

/// <summary>
/// Removes files that no row points to: a process died, or lost its run, between keeping a file and saving its row. One that is
/// younger than an hour may be about to get its row.
/// </summary>
internal sealed class CollectOrphans(AppDb db, IArtifactStore store)
{
    private static readonly Duration Patience = Duration.FromHours(1);
    private const int Batch = 500;

    /// <returns>How many were removed.</returns>
    public async Task<int> RunAsync(Instant now, CancellationToken ct)
    {
        var (batch, removed) = (new List<(WorkspaceId Workspace, ArtifactId Id)>(), 0);
        await foreach (var file in store.ListAsync(ct))
        {
            if (MadeAt(file.Id) > now - Patience) continue;
            batch.Add(file);
            if (batch.Count < Batch) continue;
            removed += await RemoveAsync(batch, ct);
            batch.Clear();
        }

        return removed + await RemoveAsync(batch, ct);
    }

    private async Task<int> RemoveAsync(List<(WorkspaceId Workspace, ArtifactId Id)> files, CancellationToken ct)
    {
        var removed = 0;
        foreach (var workspace in files.GroupBy(f => f.Workspace))
        {
            var ids = workspace.Select(f => f.Id).ToList();
            var named = await db.Artifacts.Where(a => a.WorkspaceId == workspace.Key && ids.Contains(a.Id)).Select(a => a.Id).ToListAsync(ct);
            var shared = await db.Artifacts.Where(a => a.WorkspaceId == workspace.Key && a.Content != null && ids.Contains(a.Content.Value)).Select(a => a.Content!.Value).ToListAsync(ct);
            foreach (var id in ids.Except(named).Except(shared))
            {
                await store.DeleteAsync(workspace.Key, id, ct);
                removed++;
            }
        }

        return removed;
    }

    /// <summary>The instant in a UUIDv7.</summary>
    private static Instant MadeAt(ArtifactId id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.Value.TryWriteBytes(bytes, bigEndian: true, out _);
        return Instant.FromUnixTimeMilliseconds((long)(BinaryPrimitives.ReadUInt64BigEndian(bytes) >> 16));
    }
}
