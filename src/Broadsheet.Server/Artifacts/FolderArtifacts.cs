using System.Runtime.CompilerServices;
using Broadsheet.Core.Runs;
using Broadsheet.Core.Workspaces;

namespace Broadsheet.Server.Artifacts;

/// <summary>Artifacts as files in the data folder, one folder a workspace.</summary>
internal sealed class FolderArtifacts(DataFolder folder) : IArtifactStore
{
    public Task PutAsync(WorkspaceId workspace, ArtifactId id, string path, CancellationToken ct)
    {
        var target = PathOf(workspace, id);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);

        // The row that will point to it is on the disk once it is committed: the bytes must be there before.
        using (var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite)) RandomAccess.FlushToDisk(file);
        File.Move(path, target, overwrite: true);
        return Task.CompletedTask;
    }

    public Task<Stream> OpenAsync(WorkspaceId workspace, ArtifactId id, long length, CancellationToken ct) =>
        Task.FromResult<Stream>(new FileStream(PathOf(workspace, id), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 64 * 1024, useAsync: true));

    public async IAsyncEnumerable<(WorkspaceId Workspace, ArtifactId Id)> ListAsync([EnumeratorCancellation] CancellationToken ct)
    {
        await Task.CompletedTask;
        foreach (var path in Directory.EnumerateFiles(folder.Artifacts, "*", SearchOption.AllDirectories))
        {
            ct.ThrowIfCancellationRequested();
            if (Guid.TryParse(Path.GetFileName(Path.GetDirectoryName(path)), out var workspace) && Guid.TryParse(Path.GetFileName(path), out var id))
                yield return (new(workspace), new(id));
        }
    }

    public Task DeleteAsync(WorkspaceId workspace, ArtifactId id, CancellationToken ct)
    {
        var path = PathOf(workspace, id);
        if (File.Exists(path)) File.Delete(path);
        return Task.CompletedTask;
    }

    private string PathOf(WorkspaceId workspace, ArtifactId id) => Path.Combine(folder.Artifacts, workspace.ToString(), id.ToString());
}
