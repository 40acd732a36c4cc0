namespace Broadsheet.Testing;

/// <summary>The one place where tests wait for what no signal announces: it looks again and again until a deadline, at first often.</summary>
public static class Eventually
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    /// <summary>Returns when <paramref name="condition"/> holds; throws <see cref="TimeoutException"/> when it did not in time.</summary>
    /// <param name="what">What was waited for, as a sentence.</param>
    /// <param name="seen">What there was instead, for the failure.</param>
    public static async Task HoldsAsync(string what, TimeSpan patience, Func<Task<bool>> condition, Func<string>? seen, CancellationToken ct)
    {
        var begun = TimeProvider.System.GetTimestamp();
        using var timer = new PeriodicTimer(First);
        while (!await condition())
        {
            if (TimeProvider.System.GetElapsedTime(begun) > patience)
                throw new TimeoutException($"Not within {patience.TotalSeconds:0} s: {what} {seen?.Invoke()}");
            await timer.WaitForNextTickAsync(ct);
            timer.Period = timer.Period * 1.1 < Look ? timer.Period * 1.1 : Look;
        }
    }

    /// <inheritdoc cref="HoldsAsync(string, TimeSpan, Func{Task{bool}}, Func{string}?, CancellationToken)"/>
    public static Task HoldsAsync(string what, TimeSpan patience, Func<bool> condition, Func<string>? seen, CancellationToken ct) =>
        HoldsAsync(what, patience, () => Task.FromResult(condition()), seen, ct);
}
