using Broadsheet.Core.Workspaces;

namespace Broadsheet.Server.Runs.Sharing;

/// <summary>The shared renders that this process is making, or asking for. Thread-safe.</summary>
internal sealed class RendersInHand
{
    private readonly Lock gate = new();
    private readonly Dictionary<RenderKey, int> held = [];

    /// <summary>In hand until it is disposed.</summary>
    public IDisposable Hold(RenderKey key)
    {
        lock (gate) held[key] = held.GetValueOrDefault(key) + 1;
        return new Hand(this, key);
    }

    public bool Has(WorkspaceId workspace, string hash)
    {
        lock (gate) return held.ContainsKey(new(workspace, hash));
    }

    private void Release(RenderKey key)
    {
        lock (gate)
        {
            if (--held[key] == 0) held.Remove(key);
        }
    }

    private sealed class Hand(RendersInHand renders, RenderKey key) : IDisposable
    {
        public void Dispose() => renders.Release(key);
    }
}
