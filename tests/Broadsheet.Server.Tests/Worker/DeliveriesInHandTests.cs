using Broadsheet.Core.Deliveries;
using Broadsheet.Core.Workspaces;
using Broadsheet.Server.Storage.Claims;
using Broadsheet.Server.Worker;
using Xunit;

namespace Broadsheet.Server.Tests.Worker;

public sealed class DeliveriesInHandTests
{
    private readonly DeliveriesInHand hand = new();
    private readonly HeldDelivery held = new(new WorkspaceId(Guid.CreateVersion7()), new DeliveryId(Guid.CreateVersion7()), Guid.CreateVersion7(), 1);

    [Fact]
    public void One_that_waits_for_its_channel_is_in_hand_and_not_let_go()
    {
        Assert.True(hand.Take(held));
        Assert.True(hand.Has(held.Id, held.Attempt));
        Assert.False(hand.HasBegun(held));
        Assert.False(hand.MayLetGo(held.Id, held.Attempt, out _));
        hand.Begin(held);
        Assert.True(hand.HasBegun(held));
        Assert.False(hand.MayLetGo(held.Id, held.Attempt, out _));
        Assert.True(hand.Has(held.Id, held.Attempt));
    }

    [Fact]
    public void One_that_was_begun_and_not_recorded_is_let_go_once_as_begun()
    {
        hand.Take(held);
        hand.Begin(held);
        hand.End(held, recorded: false);
        Assert.False(hand.Has(held.Id, held.Attempt));
        Assert.True(hand.MayLetGo(held.Id, held.Attempt, out var begun));
        Assert.True(begun);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void One_that_was_recorded_or_never_begun_leaves_nothing_behind(bool began)
    {
        hand.Take(held);
        if (began) hand.Begin(held);
        hand.End(held, recorded: began);
        Assert.True(hand.MayLetGo(held.Id, held.Attempt, out var begun));
        Assert.False(begun);
    }

    [Fact]
    public void The_answer_to_a_claim_that_comes_after_it_was_let_go_is_not_sent_and_the_next_attempt_is()
    {
        Assert.True(hand.MayLetGo(held.Id, held.Attempt, out var begun));
        Assert.False(begun);
        Assert.True(hand.MayLetGo(held.Id, held.Attempt, out _));
        Assert.False(hand.Take(held));
        Assert.True(hand.Take(held with { Attempt = 2 }));
    }
}
