using Broadsheet.Core;
using Broadsheet.Server.Reports.Rendering;

namespace Broadsheet.Server.Runs.Sharing;

/// <summary>Joins runs that need the same files: in this process by waiting for one render, across nodes by a row that one node holds.</summary>
internal sealed class ShareRender(RenderFlights flights, IServiceScopeFactory scopes, Clock clock)
{
    /// <param name="node">That holds the run.</param>
    /// <param name="templates">Texts with placeholders that the run will fill.</param>
    /// <returns>Null when the run is to make its own.</returns>
    public async Task<Result<SharedRender>?> JoinAsync(RenderKey key, Guid node, RenderRequest request, IReadOnlyList<string> sources, IReadOnlyList<string> templates, CancellationToken ct)
    {
        var shared = await flights.JoinAsync(key, async token =>
        {
            await using var scope = scopes.CreateAsyncScope();
            var own = scope.ServiceProvider.GetRequiredService<RequestRender>().Own(key.Workspace, request, clock.NewId());
            return await scope.ServiceProvider.GetRequiredService<MakeRender>().RunAsync(key, node, own, sources, templates, token);
        }, ct);
        return shared is { IsOk: true } && !shared.Value.Fits(templates) ? null : shared;
    }
}
