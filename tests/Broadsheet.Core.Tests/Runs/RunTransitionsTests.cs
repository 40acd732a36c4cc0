using Broadsheet.Core.Runs;

namespace Broadsheet.Core.Tests.Runs;

public sealed class RunTransitionsTests
{
    public static TheoryData<RunState> States => [.. Enum.GetValues<RunState>()];

    [Theory]
    [InlineData(0, 0, RunState.Succeeded)]
    [InlineData(3, 0, RunState.Succeeded)]
    [InlineData(2, 1, RunState.PartiallyFailed)]
    [InlineData(1, 9, RunState.PartiallyFailed)]
    [InlineData(0, 1, RunState.Failed)]
    [InlineData(0, 3, RunState.Failed)]
    public void A_run_ends_as_its_recipients_fared(int sent, int lost, RunState state) => Assert.Equal(state, RunTransitions.AfterDeliveries(sent, lost));

    [Theory]
    [InlineData(RunState.Queued, false)]
    [InlineData(RunState.Running, false)]
    [InlineData(RunState.Delivering, false)]
    [InlineData(RunState.Succeeded, true)]
    [InlineData(RunState.PartiallyFailed, true)]
    [InlineData(RunState.Failed, true)]
    [InlineData(RunState.Skipped, true)]
    [InlineData(RunState.Cancelled, true)]
    public void Nothing_follows_a_final_state_by_itself(RunState state, bool final) => Assert.Equal(final, state.IsFinal());

    [Theory]
    [MemberData(nameof(States))]
    public void A_run_that_was_accepted_by_all_or_left_out_on_purpose_is_never_reopened(RunState to)
    {
        Assert.DoesNotContain(RunState.Succeeded, RunTransitions.Into(to));
        Assert.DoesNotContain(RunState.Skipped, RunTransitions.Into(to));
        Assert.DoesNotContain(to, RunTransitions.Into(to));
        Assert.NotEmpty(RunTransitions.Into(to));
    }

    [Fact]
    public void Only_a_waiting_run_starts_and_only_one_with_files_is_partly_delivered()
    {
        Assert.Equal([RunState.Queued], RunTransitions.Into(RunState.Running));
        Assert.Equal([RunState.Delivering], RunTransitions.Into(RunState.PartiallyFailed));
    }

    [Theory]
    [MemberData(nameof(States))]
    public void Every_state_that_is_not_final_can_be_stopped_by_a_person(RunState from) =>
        Assert.Equal(!from.IsFinal(), RunTransitions.Into(RunState.Cancelled).Contains(from));
}
