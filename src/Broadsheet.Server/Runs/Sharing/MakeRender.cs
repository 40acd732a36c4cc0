using Broadsheet.Core;
using Broadsheet.Core.Runs;
using Broadsheet.Server.Artifacts;
using Broadsheet.Server.Reports.Rendering;
using Broadsheet.Server.Storage.Claims;

namespace Broadsheet.Server.Runs.Sharing;

/// <summary>
/// A render for all who share it, on whichever node: makes it where nobody does, else waits for the one who does. A node that dies at
/// it loses its lease, and one who waits takes over.
/// </summary>
internal sealed class MakeRender(RenderClaims claims, RenderReport render, SourcePermits permits, IArtifactStore store, RenderBell bell, Clock clock)
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SaveTime = TimeSpan.FromSeconds(10);

    /// <param name="templates">Texts with placeholders that runs will fill from it.</param>
    /// <returns>Null when what others made is too old, or lacks what this run needs: it makes its own.</returns>
    public async Task<Result<SharedRender>?> RunAsync(RenderKey key, Guid node, RenderRequest request, IReadOnlyList<string> sources, IReadOnlyList<string> templates, CancellationToken ct)
    {
        while (true)
        {
            var ring = bell.Next;
            if (await claims.TryAsync(key.Workspace, key.Hash, node, ct)) return await MakeAsync(key, node, request, sources, templates, ct);
            if (await claims.FindAsync(key.Workspace, key.Hash, ct) is { } row)
            {
                if (row.ResultJson is { } json) return row.UsableUntil > clock.Now ? (Result<SharedRender>)SharedRender.Read(json) : null;
                await Task.WhenAny(ring, Task.Delay(Look, clock.Time, ct));
                ct.ThrowIfCancellationRequested();
            }
        }
    }

    private async Task<Result<SharedRender>?> MakeAsync(RenderKey key, Guid node, RenderRequest request, IReadOnlyList<string> sources, IReadOnlyList<string> templates, CancellationToken ct)
    {
        var contents = new List<ArtifactId>();
        var kept = false;
        try
        {
            using var permit = await permits.EnterAsync(key.Workspace, sources, ct);
            var rendered = await render.RunAsync(request, ct);
            if (!rendered.IsOk) return rendered.Problem;
            foreach (var file in rendered.Value.Files)
            {
                contents.Add(new ArtifactId(clock.NewId()));
                await store.PutAsync(key.Workspace, contents[^1], file.Path, ct);
            }

            var made = new SharedRender(rendered.Value, contents);
            kept = await claims.MadeAsync(key.Workspace, key.Hash, node, made.ToJson(templates), ct);
            bell.Ring();
            return kept ? made : new Problem.Unavailable("lease", "This node was cut off from the store while it made the report; it is made again.");
        }
        finally
        {
            if (Directory.Exists(request.Folder)) Directory.Delete(request.Folder, recursive: true);
            if (!kept) await ForgetAsync(key, node, contents);
        }
    }

    /// <summary>
    /// Where the store's answer was lost, or this was stopped on its way back, the render stands all the same, and runs elsewhere have its
    /// files. Giving up waits for what is still being written; after it the row says which it is. Where that cannot be asked, the files
    /// stay for the collector of orphans.
    /// </summary>
    private async Task ForgetAsync(RenderKey key, Guid node, List<ArtifactId> contents)
    {
        using var saving = new CancellationTokenSource(SaveTime, clock.Time);
        await claims.GiveUpAsync(key.Workspace, key.Hash, node, saving.Token);
        bell.Ring();
        if (await claims.FindAsync(key.Workspace, key.Hash, saving.Token) is { } row && row.Contents.Intersect(contents).Any()) return;
        foreach (var content in contents) await store.DeleteAsync(key.Workspace, content, saving.Token);
    }
}
