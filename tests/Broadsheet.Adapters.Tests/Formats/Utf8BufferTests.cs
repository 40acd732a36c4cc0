using System.Globalization;
using System.Text;
using Broadsheet.Adapters.Formats;
using Xunit;

namespace Broadsheet.Adapters.Tests.Formats;

/// <summary>What is written digit by digit is what the framework's pattern says.</summary>
public sealed class Utf8BufferTests
{
    [Fact]
    public void Dates_and_times_are_those_of_the_iso_pattern()
    {
        var random = new Random(20260105);
        long[] ticks = [0, 1, 10, 9_999_999, 10_000_000, TimeSpan.TicksPerDay - 1, DateTime.MaxValue.Ticks, new DateTime(2024, 2, 29, 23, 59, 59).Ticks + 5_000_000];
        var times = ticks.Concat(Enumerable.Range(0, 20_000).Select(i => i % 2 == 0 ? random.NextInt64(DateTime.MaxValue.Ticks) : random.NextInt64(DateTime.MaxValue.Ticks / 1_000_000) * 1_000_000))
            .Select(t => new DateTime(t)).ToList();
        using var written = new MemoryStream();
        var buffer = new Utf8Buffer(written);
        foreach (var time in times)
        {
            buffer.WriteDateTime(time);
            buffer.Write((byte)' ');
            buffer.WriteDate(DateOnly.FromDateTime(time));
            buffer.Write((byte)'\n');
        }

        buffer.Flush();
        var lines = Encoding.UTF8.GetString(written.ToArray()).Split('\n');
        Assert.Equal(times.Select(t => t.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFF yyyy-MM-dd", CultureInfo.InvariantCulture)), lines[..^1]);
    }

    [Fact]
    public void Doubles_are_those_of_the_invariant_culture()
    {
        var random = new Random(20260106);
        var values = Enumerable.Range(0, 400_000).Select(i => Made(random, i)).Concat(Edges()).ToList();
        Assert.Equal(values.Select(v => v.ToString(CultureInfo.InvariantCulture)), Written(values, (buffer, value) => buffer.WriteReal(value)));
    }

    [Fact]
    public void Whole_numbers_are_those_of_the_invariant_culture()
    {
        var random = new Random(20260108);
        var tens = Enumerable.Range(0, 19).Select(n => (long)Math.Pow(10, n)).ToList();
        var values = Enumerable.Range(0, 50_000).Select(_ => random.NextInt64(long.MinValue, long.MaxValue) >> random.Next(64))
            .Concat(tens.SelectMany(t => new[] { t, t - 1, t + 1, -t, 1 - t })).Concat([0, long.MinValue, long.MaxValue]).ToList();
        Assert.Equal(values.Select(v => v.ToString(CultureInfo.InvariantCulture)), Written(values, (buffer, value) => buffer.WriteInteger(value)));
    }

    [Fact]
    public void Decimals_are_those_of_the_invariant_culture()
    {
        var random = new Random(20260107);
        var values = Enumerable.Range(0, 100_000).Select(_ => new decimal(random.Next() >> random.Next(31), random.Next(3) == 0 ? random.Next() : 0, random.Next(9) == 0 ? random.Next() : 0, random.Next(2) == 0, (byte)random.Next(29)))
            .Concat([0m, 0.00m, -0.00m, 1m, -1.50m, 0.05m, decimal.MaxValue, decimal.MinValue, 100.00m, 0.0000000000000000000000000001m, 18446744073709551615m, 1844674407370955161.5m]).ToList();
        Assert.Equal(values.Select(v => v.ToString(CultureInfo.InvariantCulture)), Written(values, (buffer, value) => buffer.WriteDecimal(value)));
    }

    /// <summary>Any bits at all, numbers of a few digits, whole ones, fractions, and those around the places where the layout changes.</summary>
    private static double Made(Random random, int i) => (i % 5) switch
    {
        0 => BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue)),
        1 => random.Next(-1_000_000, 1_000_000) / Math.Pow(10, random.Next(8)),
        2 => random.NextInt64() >> random.Next(63),
        3 => random.Next() / 7.0,
        _ => (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-8, 20)),
    };

    private static IEnumerable<double> Edges()
    {
        double[] named = [0, -0.0, 1, -1, double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.MaxValue, double.MinValue, double.Epsilon, 5e-324, 2.2250738585072014E-308, 2.225073858507201E-308,
            9007199254740992, 9007199254740993, 1e15, 1e14, 999999999999999, 1e-4, 1e-5, 9.999e-5, 0.1, 0.2, 0.3, 1e22, 1e23, 4.35, 0.30000000000000004, 2E-323, 1.7976931348623157E+308, 123456789012345680];
        var powers = Enumerable.Range(-1074, 2098).Select(p => Math.ScaleB(1, p)).Concat(Enumerable.Range(-323, 632).Select(p => double.Parse($"1E{p}", CultureInfo.InvariantCulture)));
        return named.Concat(powers.SelectMany(p => new[] { p, Math.BitIncrement(p), Math.BitDecrement(p), -p }));
    }

    private static string[] Written<T>(IReadOnlyList<T> values, Action<Utf8Buffer, T> write)
    {
        using var written = new MemoryStream();
        var buffer = new Utf8Buffer(written);
        foreach (var value in values)
        {
            write(buffer, value);
            buffer.Write((byte)'\n');
        }

        buffer.Flush();
        return Encoding.UTF8.GetString(written.ToArray()).Split('\n')[..^1];
    }
}
