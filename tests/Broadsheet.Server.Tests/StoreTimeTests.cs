using Broadsheet.Server.Tests.Http;
using NodaTime;
using Xunit;

namespace Broadsheet.Server.Tests;

public sealed class StoreTimeTests
{
    [Fact]
    public void The_shared_stores_clock_counts_and_a_jump_of_this_machines_changes_nothing()
    {
        var machine = new MovingClock();
        var time = new StoreTime(machine);
        var clock = new Server.Clock(time);
        var store = Instant.FromUtc(2031, 3, 1, 9, 0);
        clock.Agree(store, time.GetTimestamp());
        machine.Jump(TimeSpan.FromDays(-400));
        var now = clock.Now;
        Assert.InRange(now, store - Duration.FromMilliseconds(1), store + Duration.FromMinutes(1));
        Assert.True(clock.Now >= now);
    }

    [Fact]
    public void Without_a_shared_store_the_machines_clock_counts()
    {
        var machine = new MovingClock();
        var clock = new Server.Clock(machine);
        clock.Agree(Instant.FromUtc(2031, 3, 1, 9, 0), machine.GetTimestamp());
        Assert.True(clock.Now < Instant.FromUtc(2031, 1, 1, 0, 0));
    }
}
