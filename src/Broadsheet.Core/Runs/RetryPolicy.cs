using NodaTime;

namespace Broadsheet.Core.Runs;

/// <summary>When a failed attempt is made again.</summary>
public static class RetryPolicy
{
    private static readonly Duration Longest = Duration.FromHours(6);

    /// <summary>
    /// The instant of the attempt after <paramref name="attempt"/> (from 1): attempt⁴ seconds with ±10 % jitter, at least one
    /// second, at most six hours; never before <paramref name="wish"/>, the other side's own Retry-After, itself capped at six hours.
    /// </summary>
    /// <param name="jitter">Uniform in 0..1.</param>
    public static Instant NextAttempt(int attempt, Instant now, double jitter, Duration? wish = null)
    {
        var seconds = Math.Pow(Math.Clamp(attempt, 1, 100), 4) * (0.9 + (0.2 * Math.Clamp(jitter, 0, 1)));
        var wait = Duration.FromMilliseconds((long)(Math.Max(1, seconds) * 1000));
        if (wish > wait) wait = wish.Value;
        return now + (wait > Longest ? Longest : wait);
    }
}
