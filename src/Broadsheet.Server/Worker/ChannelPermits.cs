using System.Collections.Concurrent;
using Broadsheet.Core.Workspaces;

namespace Broadsheet.Server.Worker;

/// <summary>
/// So many messages of a workspace leave over one channel at a time: a mail server is not overrun, and one that is slow keeps no other
/// channel's messages waiting. Thread-safe.
/// </summary>
/// <param name="each">Messages a channel, at least 1.</param>
internal sealed class ChannelPermits(int each)
{
    /// <summary>A channel's places.</summary>
    public int Each => each;

    private readonly ConcurrentDictionary<(WorkspaceId Workspace, string Type), SemaphoreSlim> channels = new();

    /// <summary>Channels that are full.</summary>
    public IReadOnlyCollection<(WorkspaceId Workspace, string Type)> Busy => [.. channels.Where(c => c.Value.CurrentCount == 0).Select(c => c.Key)];

    /// <summary>Waits for a place, which is free again when it is disposed.</summary>
    public async Task<IDisposable> EnterAsync(WorkspaceId workspace, string type, CancellationToken ct)
    {
        var channel = channels.GetOrAdd((workspace, type), _ => new SemaphoreSlim(each, each));
        await channel.WaitAsync(ct);
        return new Place(channel);
    }

    private sealed class Place(SemaphoreSlim channel) : IDisposable
    {
        public void Dispose() => channel.Release();
    }
}
