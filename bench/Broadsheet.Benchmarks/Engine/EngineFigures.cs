using System.Globalization;

namespace Broadsheet.Benchmarks.Engine;

/// <summary>
/// The engine under load, on a PostgreSQL of its own: <c>engine [storm growth idle punctuality reports backlog]</c> and the sizes of
/// <see cref="EngineOptions"/>. Peers run on the same database server in the same run.
/// </summary>
internal static class EngineFigures
{
    public static async Task RunAsync(string[] args)
    {
        var options = EngineOptions.Read(args);
        Console.WriteLine($"{Environment.ProcessorCount} cores, {DateTimeOffset.UtcNow.ToString("u", CultureInfo.InvariantCulture)}, load {(await File.ReadAllTextAsync("/proc/loadavg")).Trim()}");
        foreach (var part in options.Parts)
        {
            Console.WriteLine($"\n## {part}\n");
            await (part switch
            {
                "storm" => StormAsync(options),
                "growth" => GrowthAsync(options),
                "idle" => Quiet.IdleAsync(options),
                "punctuality" => Quiet.PunctualityAsync(options),
                "reports" => RealStorm.RunAsync(options),
                "backlog" => Backlog.RunAsync(options),
                _ => throw new ArgumentException($"There is no part “{part}”. There are: {string.Join(", ", EngineOptions.All)}."),
            });
        }
    }

    private static async Task StormAsync(EngineOptions options)
    {
        Console.WriteLine(StormResult.Head);
        await using (var store = await SeededStore.CreateAsync(options.Schedules, options.Due))
        {
            var turns = await InTurnsAsync(options, store);
            foreach (var nodes in options.Nodes.Skip(1)) Console.WriteLine(await Storm.RunAsync(store, options.Schedules, options.Due, nodes));
            if (options.Peers.Contains("graphile") && await Peers.NodeAsync("graphile-worker", "graphile-worker.js", options.Due) is { } graphile) Console.WriteLine(graphile);
            if (options.Peers.Contains("pgboss") && await Peers.NodeAsync("pg-boss", "pg-boss.js", options.Due) is { } boss) Console.WriteLine(boss);
            if (turns.Count > 0) Console.WriteLine(Compared(turns));
        }
    }

    /// <summary>One node and Quartz.NET, one after the other and again; only the node where Quartz.NET is not asked for.</summary>
    private static async Task<List<(StormResult Ours, StormResult Quartz)>> InTurnsAsync(EngineOptions options, SeededStore store)
    {
        var turns = new List<(StormResult, StormResult)>();
        await using var quartz = options.Peers.Contains("quartz") ? await QuartzStore.CreateAsync(options.Schedules) : null;
        for (var i = 0; i < options.Rounds; i++)
        {
            var ours = await Storm.RunAsync(store, options.Schedules, options.Due, options.Nodes[0]);
            Console.WriteLine(ours);
            if (quartz is null) continue;
            turns.Add((ours, await quartz.StormAsync(options.QuartzDue)));
            Console.WriteLine(turns[^1].Item2);
        }

        return turns;
    }

    private static string Compared(List<(StormResult Ours, StormResult Quartz)> turns)
    {
        double Middle(Func<StormResult, double> of, Func<(StormResult Ours, StormResult Quartz), StormResult> who) => Median([.. turns.Select(t => of(who(t)))]);
        return string.Create(CultureInfo.InvariantCulture, $"""

            {turns[0].Ours.Engine}: {Median([.. turns.Select(t => t.Ours.Rate / t.Quartz.Rate)]):0.0} times the runs a second of Quartz.NET in the middle of {turns.Count} turns ({string.Join(" · ", turns.Select(t => (t.Ours.Rate / t.Quartz.Rate).ToString("0.0", CultureInfo.InvariantCulture)))}).
            In the middle {Middle(r => r.Rate, t => t.Ours):N0} and {Middle(r => r.Rate, t => t.Quartz):N0} a second, for {Middle(r => r.CpuEach, t => t.Ours):0} and {Middle(r => r.CpuEach, t => t.Quartz):N0} µs of processor time a run.
            """);
    }

    private static double Median(double[] values)
    {
        Array.Sort(values);
        return (values[(values.Length - 1) / 2] + values[values.Length / 2]) / 2;
    }

    private static async Task GrowthAsync(EngineOptions options)
    {
        Console.WriteLine(StormResult.Head);
        var results = new List<StormResult>();
        foreach (var schedules in new[] { options.Schedules / 100, options.Schedules / 10, options.Schedules })
        {
            await using var store = await SeededStore.CreateAsync(schedules, options.Due / 10);
            results.Add(await Storm.RunAsync(store, schedules, Math.Min(schedules, options.Due / 10), 1));
            Console.WriteLine(results[^1]);
        }

        Console.WriteLine();
        var most = results.Max(r => 1 / r.Rate);
        foreach (var r in results)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{r.Schedules,9:N0} {new string('#', (int)(40 / r.Rate / most))} {1e6 / r.Rate:0} µs a due slot"));
    }
}
