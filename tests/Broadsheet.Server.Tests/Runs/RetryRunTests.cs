using Broadsheet.Core;
using Broadsheet.Core.Access;
using Broadsheet.Core.Runs;
using Broadsheet.Server.Audit;
using Broadsheet.Server.Runs;
using Broadsheet.Server.Storage;
using Broadsheet.Server.Storage.Claims;
using Broadsheet.Server.Tests.Storage;
using Broadsheet.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Broadsheet.Server.Tests.Runs;

/// <summary>A retry opens a run of its schedule again: a claim that counts open runs either sees it or comes first.</summary>
public sealed class RetryRunTests
{
    private const string Waiting = "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like '%report_schedules%'";

    [Fact]
    public async Task A_retry_waits_for_a_claim_of_its_schedule_and_the_next_claim_counts_it()
    {
        await using var store = await Store.StartAsync(postgres: true);
        var schedule = store.Schedule(store.HourAgo(0));
        var failed = store.Run(schedule.Id, store.HourAgo(1), RunState.Failed);
        await store.SaveAsync(schedule, failed);
        await using var claiming = store.Open();
        await using var retrying = store.Open();
        await using var looking = store.Open();
        Task<Result<StartedRun>> retry;
        await using (var claim = await claiming.Database.BeginTransactionAsync(TestContext.Current.CancellationToken))
        {
            Assert.Single(await new ScheduleClaims(claiming).DueAsync(store.Clock.Now, 500, null, SlotCursor.Start, TestContext.Current.CancellationToken));
            retry = RetryAsync(store, retrying, failed.Id);
            await Eventually.HoldsAsync("the retry waits for the claim.", TimeSpan.FromMinutes(1), async () => retry.IsCompleted || await WaitersAsync(looking) == 1, null, TestContext.Current.CancellationToken);
            Assert.False(retry.IsCompleted);
            Assert.Equal(RunState.Failed, (await looking.Runs.AsNoTracking().SingleAsync(TestContext.Current.CancellationToken)).Status);
            await claim.CommitAsync(TestContext.Current.CancellationToken);
        }

        Assert.Equal("queued", (await retry).Value!.Status);
        var fired = Assert.Single((await store.BatchAsync(claiming, null)).Runs);
        Assert.Contains("overlap: skip", fired.SkippedBecause, StringComparison.Ordinal);
    }

    private static Task<Result<StartedRun>> RetryAsync(Store store, AppDb db, RunId run) =>
        new RetryRun(db, store.Clock, new AuditLog(db, store.Clock, new KnownSecrets()), _ => { })
            .RunAsync(new Actor(store.Workspace, store.Owner, "Lead", Role.Admin, "127.0.0.1"), run, TestContext.Current.CancellationToken);

    private static async Task<long> WaitersAsync(AppDb db) => Assert.Single(await db.QueryAsync(Waiting, (_, r) => r.GetInt64(0), TestContext.Current.CancellationToken));
}
