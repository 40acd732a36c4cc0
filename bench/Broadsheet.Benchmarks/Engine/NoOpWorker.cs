using Broadsheet.Core.Runs;
using Broadsheet.Server.Storage;
using Broadsheet.Server.Storage.Claims;
using Broadsheet.Server.Worker;
using Microsoft.Extensions.Hosting;

namespace Broadsheet.Benchmarks.Engine;

/// <summary>Takes queued runs, does nothing for each, and records their ends: by the product's statements, in batches, two at a time.</summary>
internal sealed class NoOpWorker(ClaimStore store, Node node, LeaseKeeper lease, Wake wake, Server.Clock clock, TimeProvider time) : BackgroundService
{
    /// <summary>What it writes the number of ended runs after, twice a second: the measurement waits for it without asking the database.</summary>
    public const string Done = "done";

    private const int Batch = 500;
    private const int Loops = 2;
    private long ended;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var told = time.CreateTimer(_ => Console.WriteLine($"{Done}={Interlocked.Read(ref ended)}"), null, TimeSpan.Zero, TimeSpan.FromSeconds(0.5));
        await lease.Registered.WaitAsync(stoppingToken);
        await WarmAsync(stoppingToken);
        while (true)
        {
            await wake.Runs.WaitAsync(TimeSpan.FromSeconds(2), stoppingToken);
            await Task.WhenAll(Enumerable.Range(0, Loops).Select(_ => Task.Run(() => DrainAsync(stoppingToken), stoppingToken)));
        }
    }

    private async Task DrainAsync(CancellationToken ct)
    {
        await using var db = store.Open();
        var (claims, ends, turns) = (new WorkClaims(db), new RunEnds(db), new Turns());
        while (true)
        {
            var taken = await claims.TakeRunsAsync(node.Id, Batch, null, await db.Dialect.NowAsync(db, clock, ct), turns, [], ct);
            if (taken.Count == 0) return;
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            await ends.RecordAsync(taken.ConvertAll(t => new RunEnd(t, RunState.Succeeded, null, null)), await db.Dialect.NowAsync(db, clock, ct), ct);
            await ends.TellAsync(taken.ConvertAll(t => (t.Workspace, t.Schedule!.Value, RunState.Succeeded)), ct);
            await transaction.CommitAsync(ct);
            Interlocked.Add(ref ended, taken.Count);
        }
    }

    /// <summary>Connections, statements and compiled code are there before the storm, as they are in a node that has been up for a minute.</summary>
    private async Task WarmAsync(CancellationToken ct)
    {
        for (var i = 0; i < 40; i++) await DrainAsync(ct);
    }
}
