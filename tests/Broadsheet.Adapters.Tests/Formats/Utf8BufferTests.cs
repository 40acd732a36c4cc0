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
}
