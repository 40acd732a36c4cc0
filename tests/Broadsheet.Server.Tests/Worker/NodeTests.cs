using Broadsheet.Core.Runs;
using Broadsheet.Server.Storage.Claims;
using Broadsheet.Server.Tests.Http;
using Broadsheet.Server.Worker;
using Xunit;

namespace Broadsheet.Server.Tests.Worker;

public sealed class NodeTests
{
    private readonly MovingClock time = new();

    [Fact]
    public void Nothing_is_taken_before_the_first_lease_nor_once_it_is_lost()
    {
        using var node = New();
        Assert.False(node.MayTake);
        node.Renewed(time.GetTimestamp());
        Assert.True(node.MayTake);
        var (id, run) = (node.Id, node.Begin(new RunId(Guid.CreateVersion7())));
        node.LoseLease();
        Assert.True(run.IsCancellationRequested);
        Assert.False(node.MayTake);
        Assert.NotEqual(id, node.Id);
        node.Renewed(time.GetTimestamp());
        Assert.True(node.MayTake);
    }

    [Fact]
    public void A_process_that_was_frozen_longer_than_its_lease_has_lost_it_without_being_told()
    {
        using var node = New();
        node.Renewed(time.GetTimestamp() - (long)(NodeLease.Seconds * (double)time.TimestampFrequency));
        Assert.False(node.MayTake);
        Assert.True(node.Lease.IsCancellationRequested);
    }

    [Fact]
    public void A_shutdown_takes_nothing_more_and_lets_work_in_hand_go_on()
    {
        using var node = New();
        node.Renewed(time.GetTimestamp());
        using var sending = node.Sending();
        node.BeginShutdown(TimeSpan.FromMinutes(1));
        Assert.False(node.MayTake);
        Assert.False(sending.IsCancellationRequested);
    }

    private Node New() => new(new Server.Clock(time));
}
