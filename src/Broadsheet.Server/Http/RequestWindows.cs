namespace Broadsheet.Server.Http;

/// <summary>
/// Counts requests by name in windows of a minute, each from its first request. Nothing runs while nobody asks: a window that is over is
/// forgotten by a later request. Thread-safe.
/// </summary>
internal sealed class RequestWindows(TimeProvider time)
{
    public static readonly TimeSpan Length = TimeSpan.FromMinutes(1);
    private readonly Lock gate = new();
    private readonly Dictionary<string, Window> windows = [];
    private long swept = time.GetTimestamp();

    /// <summary>How many names are being counted.</summary>
    public int Count
    {
        get
        {
            lock (gate) return windows.Count;
        }
    }

    /// <summary>Counts one request of <paramref name="name"/>, of which <paramref name="permits"/> may come in a window.</summary>
    /// <returns>Null when it may go on; else how long until the next window begins.</returns>
    public TimeSpan? Enter(string name, int permits)
    {
        var now = time.GetTimestamp();
        lock (gate)
        {
            Sweep(now);
            var window = windows.TryGetValue(name, out var known) && !IsOver(known, now) ? known : new Window(now, 0);
            if (window.Used >= permits) return Length - time.GetElapsedTime(window.Begun, now);
            windows[name] = window with { Used = window.Used + 1 };
            return null;
        }
    }

    private bool IsOver(Window window, long now) => time.GetElapsedTime(window.Begun, now) >= Length;

    private void Sweep(long now)
    {
        if (time.GetElapsedTime(swept, now) < Length) return;
        swept = now;
        foreach (var (name, window) in windows)
        {
            if (IsOver(window, now)) windows.Remove(name);
        }
    }

    private readonly record struct Window(long Begun, int Used);
}
