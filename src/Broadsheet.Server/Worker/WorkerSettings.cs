using NodaTime;

namespace Broadsheet.Server.Worker;

/// <summary>How much a node takes on, and how long it sleeps.</summary>
/// <param name="Enabled">It runs due schedules and sends by itself.</param>
/// <param name="Runs">Runs made at a time.</param>
/// <param name="Deliveries">Messages sent at a time.</param>
/// <param name="LongestSleep">After so long it looks for work that no bell announced: another node's.</param>
internal sealed record WorkerSettings(bool Enabled, int Runs, int Deliveries, TimeSpan LongestSleep)
{
    /// <summary>Until <paramref name="next"/>, rounded up to the timer's millisecond; the longest sleep when there is nothing.</summary>
    public TimeSpan Until(Instant? next, Instant now)
    {
        if (next is not { } at) return LongestSleep;
        var wait = TimeSpan.FromMilliseconds(Math.Ceiling((at - now).TotalMilliseconds) + 1);
        return wait > LongestSleep ? LongestSleep : wait < TimeSpan.FromMilliseconds(5) ? TimeSpan.FromMilliseconds(5) : wait;
    }
}
