using Broadsheet.Server.Tests.Http;
using NodaTime;
using Xunit;

namespace Broadsheet.Server.Tests;

public sealed class ClockTests
{
    [Fact]
    public void Ids_are_in_the_order_in_which_they_were_made_whatever_the_clock_does()
    {
        var time = new MovingClock();
        var clock = new Server.Clock(time);
        var ids = new List<Guid>();
        for (var i = 0; i < 20_000; i++)
        {
            if (i == 10_000) time.Jump(TimeSpan.FromMinutes(-5));
            ids.Add(clock.NewId());
        }

        Assert.Equal(ids.Order(), ids);
        Assert.Equal(ids.Select(i => i.ToString()).Order(StringComparer.Ordinal), ids.Select(i => i.ToString()));
        Assert.Equal(20_000, ids.Distinct().Count());
        Assert.All(ids, i => Assert.Equal((7, true), (i.Version, i.Variant is >= 8 and <= 11)));
    }

    [Fact]
    public void Ids_of_many_threads_differ()
    {
        var clock = new Server.Clock(TimeProvider.System);
        var ids = new System.Collections.Concurrent.ConcurrentBag<Guid>();
        Parallel.For(0, 5_000, _ => ids.Add(clock.NewId()));
        Assert.Equal(5_000, ids.Distinct().Count());
    }

    [Fact]
    public void An_instant_is_cut_to_the_microseconds_that_both_databases_keep()
    {
        var exact = Instant.FromUtc(2026, 11, 23, 8, 0).PlusTicks(1_234_560);
        Assert.Equal(exact, Server.Clock.Truncate(exact.PlusTicks(9)));
        Assert.Equal(exact, Server.Clock.Truncate(exact));
        var before = Instant.FromUtc(1969, 12, 31, 23, 59).PlusTicks(-5);
        Assert.Equal(before.PlusTicks(-5), Server.Clock.Truncate(before));
    }
}
