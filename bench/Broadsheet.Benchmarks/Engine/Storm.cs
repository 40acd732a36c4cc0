using System.Globalization;
using NodaTime;

namespace Broadsheet.Benchmarks.Engine;

/// <summary>What a storm measured.</summary>
internal sealed record StormResult(string Engine, int Schedules, int Due, double Seconds, double P50, double P99, double NodeCpu, double DatabaseCpu)
{
    public const string Head = "| engine | schedules | due | runs a second | lateness p50 / p99 | CPU s, nodes / database | CPU a run |\n|---|---|---|---|---|---|---|";

    public double Rate => Due / Seconds;

    /// <summary>Processor time of nodes and database for one run, in microseconds.</summary>
    public double CpuEach => (NodeCpu + DatabaseCpu) / Due * 1e6;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"| {Engine} | {Schedules:N0} | {Due:N0} | {Rate:N0} | {P50:0.00} / {P99:0.00} s | {NodeCpu:0.0} / {DatabaseCpu:0.0} | {CpuEach:N0} µs |");
}

/// <summary>Many schedules due at one instant: claimed, run (no-op), their ends recorded.</summary>
internal static class Storm
{
    /// <summary>So many runs of a node have compiled what it runs.</summary>
    private const int Rehearsed = 100_000;
    private const int MostRehearsals = 5;

    /// <summary>A storm is over in three seconds, and a shared machine is not as fast in one second as in the next: the middle one counts.</summary>
    private const int Measured = 3;

    public static async Task<StormResult> RunAsync(SeededStore store, int schedules, int due, int nodes)
    {
        var children = new List<Child>();
        try
        {
            for (var i = 0; i < nodes; i++) children.Add(await Child.NodeAsync(store.Connection));

            // Nodes that have been up for a while have compiled what they run: the same storm before, as often as that takes, is not counted.
            var rehearsals = Math.Clamp(Rehearsed * nodes / due, 1, MostRehearsals);
            var results = new List<StormResult>();
            for (var i = 1; i <= rehearsals + Measured; i++)
            {
                await store.RunAsync("delete from runs");
                await store.SettleAsync();
                var result = await OnceAsync(store, schedules, due, children, i * due);
                if (i > rehearsals) results.Add(result);
            }

            return results.OrderBy(r => r.Rate).ElementAt(Measured / 2);
        }
        finally
        {
            foreach (var child in children) await child.DisposeAsync();
        }
    }

    /// <param name="ended">So many runs its nodes have ended when it is over.</param>
    private static async Task<StormResult> OnceAsync(SeededStore store, int schedules, int due, List<Child> nodes, int ended)
    {
        var at = await store.ArmAsync(due);
        await UntilAsync(at);
        var (nodeCpu, databaseCpu) = (nodes.Sum(c => c.Cpu), await DatabaseCpu.SecondsAsync(store.Connection));
        await EndAsync(ended, nodes);
        nodeCpu = nodes.Sum(c => c.Cpu) - nodeCpu;
        databaseCpu = await DatabaseCpu.SecondsAsync(store.Connection) - databaseCpu;
        var slot = $"timestamptz '{at}'";
        var wrong = await store.AskAsync($"select count(*) filter (where status <> 'succeeded') + count(*) - count(distinct schedule_id) + abs({due} - count(*)) from runs where slot = {slot}");
        if (wrong > 0) throw new InvalidOperationException($"{wrong} of {due} runs are wrong.");
        return new($"Broadsheet, {nodes.Count} node{(nodes.Count > 1 ? "s" : "")}", schedules, due,
            await store.AskAsync($"select extract(epoch from max(finished_at) - {slot}) from runs where slot = {slot}"),
            await LateAsync(store, 0.5, slot), await LateAsync(store, 0.99, slot), nodeCpu, databaseCpu);
    }

    public static async Task UntilAsync(Instant at)
    {
        var wait = at - SystemClock.Instance.GetCurrentInstant() - Duration.FromMilliseconds(100);
        if (wait > Duration.Zero) await Task.Delay(wait.ToTimeSpan());
    }

    private static Task<double> LateAsync(SeededStore store, double share, string slot) =>
        store.AskAsync(string.Create(CultureInfo.InvariantCulture, $"select percentile_cont({share}) within group (order by extract(epoch from started_at - slot)) from runs where slot = {slot}"));

    /// <summary>Until the nodes together have ended so many. They say so themselves: asking the database would cost what is being measured.</summary>
    private static async Task EndAsync(int runs, List<Child> children)
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (children.Sum(c => c.Figure(NoOpWorker.Done)) < runs)
        {
            if (TimeProvider.System.GetElapsedTime(begun) > TimeSpan.FromMinutes(8)) throw new InvalidOperationException($"The storm does not end. {string.Join('\n', children.Select(c => c.Output))}");
            await Task.Delay(TimeSpan.FromSeconds(0.3));
        }
    }
}
