using System.Threading.Channels;
using Broadsheet.Core.Runs;
using Broadsheet.Server.Storage;
using Broadsheet.Server.Storage.Claims;
using Broadsheet.Server.Worker;
using Microsoft.Extensions.Hosting;

namespace Broadsheet.Benchmarks.Engine;

/// <summary>
/// Makes runs that do nothing, and records their ends: those that start as they are fired, while it has places, and those that are queued;
/// by the product's statements, in batches, two at a time.
/// </summary>
internal sealed class NoOpWorker(ClaimStore store, Node node, LeaseKeeper lease, Wake wake, Server.Clock clock, TimeProvider time) : BackgroundService
{
    /// <summary>What it writes the number of ended runs after, twice a second: the measurement waits for it without asking the database.</summary>
    public const string Done = "done";

    private const int Batch = 500;
    private const int Loops = 2;
    private const int Places = 4_000;
    private readonly Channel<IReadOnlyList<HeldRun>> started = Channel.CreateUnbounded<IReadOnlyList<HeldRun>>();
    private int free;
    private long ended;

    /// <inheritdoc cref="ReservePlaces"/>
    public EagerPlaces? Reserve(int most)
    {
        if (wake.Runs.HasRung) return null;
        if (Interlocked.Add(ref free, -most) >= 0) return new(new(node.Id, most, []), runs => started.Writer.TryWrite(runs), GiveBack);
        GiveBack(most);
        return null;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var told = time.CreateTimer(_ => Console.WriteLine($"{Done}={Interlocked.Read(ref ended)}"), null, TimeSpan.Zero, TimeSpan.FromSeconds(0.5));
        await lease.Registered.WaitAsync(stoppingToken);
        await WarmAsync(stoppingToken);
        GiveBack(Places);
        await Task.WhenAll([QueuedAsync(stoppingToken), .. Enumerable.Range(0, Loops).Select(_ => Task.Run(() => EndStartedAsync(stoppingToken), stoppingToken))]);
    }

    private void GiveBack(int places) => Interlocked.Add(ref free, places);

    private async Task QueuedAsync(CancellationToken ct)
    {
        while (true)
        {
            await wake.Runs.WaitAsync(TimeSpan.FromSeconds(2), ct);
            await Task.WhenAll(Enumerable.Range(0, Loops).Select(_ => Task.Run(() => DrainAsync(ct), ct)));
        }
    }

    private async Task EndStartedAsync(CancellationToken ct)
    {
        await using var db = store.Open();
        await foreach (var runs in started.Reader.ReadAllAsync(ct))
        {
            if (runs.Count > 0) await EndAsync(db, runs, ct);
            GiveBack(runs.Count);
        }
    }

    private async Task DrainAsync(CancellationToken ct)
    {
        await using var db = store.Open();
        var (claims, turns) = (new WorkClaims(db), new Turns());
        while (true)
        {
            var taken = await claims.TakeRunsAsync(node.Id, Batch, null, await db.Dialect.NowAsync(db, clock, ct), turns, [], ct);
            if (taken.Count == 0) return;
            await EndAsync(db, taken, ct);
        }
    }

    private async Task EndAsync(AppDb db, IReadOnlyList<HeldRun> held, CancellationToken ct)
    {
        var ends = new RunEnds(db);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await ends.RecordAsync([.. held.Select(h => new RunEnd(h, RunState.Succeeded, null, null))], await db.Dialect.NowAsync(db, clock, ct), ct);
        await ends.TellAsync([.. held.Select(h => (h.Workspace, h.Schedule!.Value, RunState.Succeeded))], ct);
        await transaction.CommitAsync(ct);
        Interlocked.Add(ref ended, held.Count);
    }

    /// <summary>Connections, statements and compiled code are there before the storm, as they are in a node that has been up for a minute.</summary>
    private async Task WarmAsync(CancellationToken ct)
    {
        for (var i = 0; i < 40; i++) await DrainAsync(ct);
    }
}
