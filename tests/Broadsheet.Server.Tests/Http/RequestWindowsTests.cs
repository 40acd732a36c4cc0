using Broadsheet.Server.Http;
using Xunit;

namespace Broadsheet.Server.Tests.Http;

/// <summary>So many a minute, from the first; then how long to wait is said.</summary>
public sealed class RequestWindowsTests
{
    private readonly StillTime time = new();

    [Fact]
    public void So_many_pass_and_the_next_is_told_how_long_to_wait()
    {
        var windows = new RequestWindows(time);
        for (var i = 0; i < 3; i++) Assert.Null(windows.Enter("a", 3));
        time.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal(TimeSpan.FromSeconds(40), windows.Enter("a", 3));
        Assert.Null(windows.Enter("b", 3));
        time.Advance(TimeSpan.FromSeconds(40));
        Assert.Null(windows.Enter("a", 3));
        Assert.Equal(TimeSpan.FromMinutes(1), windows.Enter("a", 1));
    }

    [Fact]
    public void What_is_refused_does_not_prolong_the_wait()
    {
        var windows = new RequestWindows(time);
        Assert.Null(windows.Enter("a", 1));
        for (var second = 59; second > 0; second--)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            Assert.Equal(TimeSpan.FromSeconds(second), windows.Enter("a", 1));
        }
    }

    [Fact]
    public void Names_that_nobody_uses_any_more_are_forgotten()
    {
        var windows = new RequestWindows(time);
        for (var i = 0; i < 1_000; i++) windows.Enter($"address {i}", 5);
        time.Advance(TimeSpan.FromMinutes(1));
        windows.Enter("one", 5);
        Assert.Equal(1, windows.Count);
    }

    [Fact]
    public void Many_at_once_are_counted_each()
    {
        var windows = new RequestWindows(time);
        var passed = 0;
        Parallel.For(0, 10_000, _ =>
        {
            if (windows.Enter("a", 100) is null) Interlocked.Increment(ref passed);
        });
        Assert.Equal(100, passed);
    }

    /// <summary>Stands where it was put.</summary>
    private sealed class StillTime : TimeProvider
    {
        private TimeSpan now = TimeSpan.FromDays(1);

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Advance(TimeSpan by) => now += by;

        public override long GetTimestamp() => now.Ticks;
    }
}
