namespace Broadsheet.Server.Demo;

/// <summary>
/// SplitMix64: the same numbers on every machine and every version of .NET, which <see cref="Random"/> does not promise.
/// Not for secrets. Not thread-safe.
/// </summary>
internal sealed class DemoRandom(ulong seed)
{
    private ulong state = seed;

    /// <summary>A stream of its own for one part of the data, so that changing another part leaves it alone.</summary>
    public DemoRandom Fork(int part) => new(state ^ (((ulong)part + 1) * 0xD1342543DE82EF95UL));

    /// <summary>0 up to, not including, 1.</summary>
    public double Unit() => (Bits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>From <paramref name="low"/> to <paramref name="high"/>, both included.</summary>
    public int Between(int low, int high) => low + (int)(Unit() * (high - low + 1));

    public bool Chance(double probability) => Unit() < probability;

    public T Pick<T>(IReadOnlyList<T> from) => from[Between(0, from.Count - 1)];

    /// <summary>How many of <paramref name="trials"/> things of <paramref name="probability"/> happen: near enough, from one number.</summary>
    public int Count(int trials, double probability)
    {
        var spread = Math.Sqrt(trials * probability * (1 - probability));
        var around = (trials * probability) + (((Unit() + Unit() + Unit()) - 1.5) * 2 * spread);
        return Math.Clamp((int)Math.Round(around), 0, trials);
    }

    private ulong Bits()
    {
        var z = state += 0x9E3779B97F4A7C15UL;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
