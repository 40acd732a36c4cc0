using Broadsheet.Core.Runs;
using NodaTime;

namespace Broadsheet.Core.Tests.Runs;

public sealed class RetryPolicyTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 11, 23, 8, 0);

    [Theory]
    [InlineData(1, 0.5, 1)]
    [InlineData(2, 0.5, 16)]
    [InlineData(3, 0.5, 81)]
    [InlineData(4, 0.5, 256)]
    [InlineData(6, 0.5, 1_296)]
    [InlineData(12, 0.5, 20_736)]
    [InlineData(13, 0.5, 21_600)] // 28,561 s, capped at six hours
    [InlineData(20, 0.5, 21_600)]
    [InlineData(2, 0, 14.4)]
    [InlineData(2, 1, 17.6)]
    [InlineData(1, 0, 1)] // at least a second
    [InlineData(0, 0.5, 1)]
    [InlineData(-7, 0.5, 1)]
    [InlineData(int.MaxValue, 1, 21_600)]
    public void The_wait_is_the_fourth_power_of_the_attempt_with_a_tenth_of_jitter(int attempt, double jitter, double seconds) =>
        Assert.Equal(seconds, (RetryPolicy.NextAttempt(attempt, Now, jitter) - Now).TotalSeconds, 3);

    [Theory]
    [InlineData(1, 30, 30)] // the other side wants longer
    [InlineData(3, 30, 81)] // and is not asked sooner than we would
    [InlineData(1, 0, 1)]
    [InlineData(1, 86_400, 21_600)] // but nobody is put off for longer than six hours
    public void A_wish_of_the_other_side_is_a_lower_bound(int attempt, int wish, double seconds) =>
        Assert.Equal(seconds, (RetryPolicy.NextAttempt(attempt, Now, 0.5, Duration.FromSeconds(wish)) - Now).TotalSeconds, 3);

    [Fact]
    public void Whatever_the_jitter_a_later_attempt_never_waits_less()
    {
        for (var attempt = 1; attempt < 30; attempt++)
            Assert.True(RetryPolicy.NextAttempt(attempt, Now, 1) <= RetryPolicy.NextAttempt(attempt + 1, Now, 0), $"attempt {attempt}");
    }
}
