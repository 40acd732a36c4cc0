using Broadsheet.Core.Runs;
using Broadsheet.Core.Workspaces;

namespace Broadsheet.Server.Artifacts;

/// <summary>
/// Where the bytes of artifacts are. A file is there whole before a row points to it. Two implementations: the data folder of
/// the one node, and the database that several nodes share.
/// </summary>
internal interface IArtifactStore
{
    /// <summary>Takes the finished file at <paramref name="path"/> away from there.</summary>
    Task PutAsync(WorkspaceId workspace, ArtifactId id, string path, CancellationToken ct);

    /// <summary>The bytes from the first on; seekable. Throws <see cref="FileNotFoundException"/> when they are gone.</summary>
    Task<Stream> OpenAsync(WorkspaceId workspace, ArtifactId id, long length, CancellationToken ct);

    /// <summary>Files that are there, those that no row points to among them.</summary>
    IAsyncEnumerable<(WorkspaceId Workspace, ArtifactId Id)> ListAsync(CancellationToken ct);

    /// <summary>Nothing happens when it is gone already.</summary>
    Task DeleteAsync(WorkspaceId workspace, ArtifactId id, CancellationToken ct);
}
