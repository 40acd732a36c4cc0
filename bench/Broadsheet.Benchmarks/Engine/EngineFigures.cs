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
        var results = new List<StormResult>();
        void Add(StormResult? result)
        {
            if (result is null) return;
            results.Add(result);
            Console.WriteLine(result);
        }

        await using (var store = await SeededStore.CreateAsync(options.Schedules, options.Due))
        {
            foreach (var nodes in options.Nodes) Add(await Storm.RunAsync(store, options.Schedules, options.Due, nodes));
        }

        if (options.Peers.Contains("graphile")) Add(await Peers.NodeAsync("graphile-worker", "graphile-worker.js", options.Due));
        if (options.Peers.Contains("pgboss")) Add(await Peers.NodeAsync("pg-boss", "pg-boss.js", options.Due));
        if (!options.Peers.Contains("quartz")) return;
        Add(await Peers.QuartzAsync(options.Schedules, options.QuartzDue));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\nOne node of Broadsheet did {results[0].Rate / results[^1].Rate:0.0} times the runs a second of Quartz.NET."));
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
