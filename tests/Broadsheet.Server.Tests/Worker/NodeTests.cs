using Broadsheet.Core.Runs;
using Broadsheet.Server.Storage.Claims;
using Broadsheet.Server.Tests.Http;
using Broadsheet.Server.Worker;
using Broadsheet.Testing;
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
        using var waiting = node.Waiting();
        var run = node.Begin(new RunId(Guid.CreateVersion7()));
        node.BeginShutdown(TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2));
        Assert.False(node.MayTake);
        Assert.Equal((false, false, false), (run.IsCancellationRequested, waiting.IsCancellationRequested, sending.IsCancellationRequested));
    }

    [Fact]
    public async Task A_shutdown_that_lasts_cuts_runs_off_before_messages_that_may_have_arrived()
    {
        using var node = New();
        node.Renewed(time.GetTimestamp());
        using var sending = node.Sending();
        using var waiting = node.Waiting();
        var run = node.Begin(new RunId(Guid.CreateVersion7()));
        node.BeginShutdown(TimeSpan.Zero, TimeSpan.FromMinutes(1));
        await Eventually.HoldsAsync("runs are cut off.", TimeSpan.FromMinutes(1), () => run.IsCancellationRequested && waiting.IsCancellationRequested, null, TestContext.Current.CancellationToken);
        Assert.False(sending.IsCancellationRequested);
    }

    private Node New() => new(new Server.Clock(time));
}
