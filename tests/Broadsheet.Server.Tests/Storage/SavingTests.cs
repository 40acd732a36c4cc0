using Broadsheet.Server.Storage;
using Xunit;

namespace Broadsheet.Server.Tests.Storage;

public sealed class SavingTests
{
    [Fact]
    public async Task It_is_tried_until_the_store_is_back()
    {
        var tries = 0;
        await Saving.UntilDoneAsync(TimeProvider.System, _ => ++tries < 2 ? throw new TimeoutException() : Task.CompletedTask, TestContext.Current.CancellationToken);
        Assert.Equal(2, tries);
    }

    [Fact]
    public async Task Once_others_decide_it_is_tried_once_and_the_failure_comes_out()
    {
        var tries = 0;
        await Assert.ThrowsAsync<TimeoutException>(() => Saving.UntilDoneAsync(TimeProvider.System, _ =>
        {
            tries++;
            throw new TimeoutException();
        }, new CancellationToken(canceled: true)));
        Assert.Equal(1, tries);
    }

    [Fact]
    public async Task A_bug_is_not_tried_again()
    {
        var tries = 0;
        await Assert.ThrowsAsync<InvalidOperationException>(() => Saving.UntilDoneAsync(TimeProvider.System, _ =>
        {
            tries++;
            throw new InvalidOperationException("a bug");
        }, TestContext.Current.CancellationToken));
        Assert.Equal(1, tries);
    }

    [Fact]
    public void A_store_that_is_away_is_told_from_one_that_refuses()
    {
        Assert.True(Saving.IsStoreAway(new InvalidOperationException("transient", new Npgsql.NpgsqlException("broken", new IOException()))));
        Assert.True(Saving.IsStoreAway(new Microsoft.Data.Sqlite.SqliteException("full", 13)));
        Assert.False(Saving.IsStoreAway(new Microsoft.Data.Sqlite.SqliteException("constraint", 19)));
        Assert.False(Saving.IsStoreAway(new InvalidOperationException("a bug")));
    }
}
