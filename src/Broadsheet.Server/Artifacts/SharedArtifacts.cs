using System.Runtime.CompilerServices;
using Broadsheet.Core.Runs;
using Broadsheet.Core.Workspaces;
using Broadsheet.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Server.Artifacts;

/// <summary>Artifacts as rows of chunks in the database, so that every node can serve and send them, and one backup holds all.</summary>
internal sealed class SharedArtifacts(IServiceScopeFactory scopes) : IArtifactStore
{
    /// <summary>Bytes a row.</summary>
    public const int ChunkSize = 512 * 1024;

    public async Task PutAsync(WorkspaceId workspace, ArtifactId id, string path, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDb>();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await using (var file = File.OpenRead(path))
        {
            for (var number = 0; await ChunkAsync(file, ct) is { Length: > 0 } bytes; number++)
            {
                db.ArtifactChunks.Add(new ArtifactChunkRow { WorkspaceId = workspace, ArtifactId = id, Number = number, Bytes = bytes });
                await db.SaveChangesAsync(ct);
                db.ChangeTracker.Clear();
            }
        }

        await transaction.CommitAsync(ct);
        File.Delete(path);
    }

    public Task<Stream> OpenAsync(WorkspaceId workspace, ArtifactId id, long length, CancellationToken ct) =>
        Task.FromResult<Stream>(new ChunkStream(scopes, workspace, id, length));

    /// <summary>Of these only such as no row points to: the others are not worth the way from the database.</summary>
    public async IAsyncEnumerable<(WorkspaceId Workspace, ArtifactId Id)> ListAsync([EnumeratorCancellation] CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDb>();
        var first = db.ArtifactChunks.Where(c => c.Number == 0 && !db.Artifacts.Any(a => a.WorkspaceId == c.WorkspaceId && a.Id == c.ArtifactId));
        foreach (var chunk in await first.Select(c => new { c.WorkspaceId, c.ArtifactId }).ToListAsync(ct)) yield return (chunk.WorkspaceId, chunk.ArtifactId);
    }

    public async Task DeleteAsync(WorkspaceId workspace, ArtifactId id, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDb>();
        await db.ArtifactChunks.Where(c => c.WorkspaceId == workspace && c.ArtifactId == id).ExecuteDeleteAsync(ct);
    }

    private static async Task<byte[]> ChunkAsync(FileStream file, CancellationToken ct)
    {
        var buffer = new byte[(int)Math.Min(ChunkSize, file.Length - file.Position)];
        await file.ReadExactlyAsync(buffer, ct);
        return buffer;
    }
}
