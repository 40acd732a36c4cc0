using System.Security.Cryptography;

namespace Broadsheet.Server;

/// <summary>Where randomness enters the server; the core is handed the numbers. Thread-safe.</summary>
internal sealed class Randomness(Func<double> next)
{
    /// <summary>The operating system's.</summary>
    public static Randomness Secure { get; } = new(() => RandomNumberGenerator.GetInt32(int.MaxValue) / (double)int.MaxValue);

    /// <summary>Uniform in 0..1.</summary>
    public double Next() => next();
}
