using System.Collections.Concurrent;

namespace Broadsheet.Server.People;

/// <summary>
/// Keys looked up within the last second, so that a burst of requests costs one query and a revocation is still seen on every node
/// within a second. Holds known keys only: inventing ids fills nothing.
/// </summary>
internal sealed class KeyCache(TimeProvider time)
{
    private const int Most = 10_000;
    private static readonly TimeSpan Age = TimeSpan.FromMilliseconds(900);
    private readonly ConcurrentDictionary<string, (KeyHolder Holder, long At)> entries = new(StringComparer.Ordinal);

    public KeyHolder? Find(string publicId) =>
        entries.TryGetValue(publicId, out var entry) && time.GetElapsedTime(entry.At) < Age ? entry.Holder : null;

    /// <param name="since">The timestamp before the query began: what changed during it is not missed for longer than the age.</param>
    public void Keep(string publicId, KeyHolder holder, long since)
    {
        if (entries.Count >= Most) entries.Clear();
        entries[publicId] = (holder, since);
    }

    /// <summary>On this node at once.</summary>
    public void Forget(string publicId) => entries.TryRemove(publicId, out _);

    public long Now() => time.GetTimestamp();
}
