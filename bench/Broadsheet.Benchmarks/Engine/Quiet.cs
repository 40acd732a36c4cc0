using System.Globalization;
using NodaTime;

namespace Broadsheet.Benchmarks.Engine;

/// <summary>What a node costs while nothing is due, and how punctual it is while there is capacity.</summary>
internal static class Quiet
{
    private const int Slots = 1_000;

    /// <summary>The whole server with many schedules, none due: its processor time, the database's, and how many statements reach it.</summary>
    public static async Task IdleAsync(EngineOptions options)
    {
        await using var store = await SeededStore.CreateAsync(options.Schedules, 1);
        await using var server = await Child.ServerAsync(store.Connection);
        // What runs each few seconds takes some minutes to have been compiled for good.
        await Task.Delay(TimeSpan.FromMinutes(4));
        var minutes = Math.Max(1, options.Minutes);
        var (cpu, database, statements) = (server.Cpu, await DatabaseCpu.SecondsAsync(store.Connection), await StatementsAsync(store));
        await Task.Delay(TimeSpan.FromMinutes(minutes));
        cpu = server.Cpu - cpu;
        statements = await StatementsAsync(store) - statements - 1;
        database = await DatabaseCpu.SecondsAsync(store.Connection) - database;
        Console.WriteLine("| schedules | minutes | CPU of the server | CPU of the database | transactions a minute |\n|---|---|---|---|---|");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {options.Schedules:N0} | {minutes} | {100 * cpu / 60 / minutes:0.00} % of a core | {100 * database / 60 / minutes:0.00} % of a core | {statements / minutes:0} |"));
    }

    /// <summary>Schedules whose slots lie apart: from the slot to the start of its run.</summary>
    public static async Task PunctualityAsync(EngineOptions options)
    {
        var gap = Duration.FromMilliseconds(60_000.0 * Math.Max(1, options.Minutes) / Slots);
        await using var store = await SeededStore.CreateAsync(Math.Max(Slots, options.Schedules / 10), Slots);
        await using var node = await Child.NodeAsync(store.Connection);
        await Task.Delay(TimeSpan.FromSeconds(5));
        await store.SpreadAsync(Slots, gap);
        await Task.Delay((gap * Slots + Duration.FromSeconds(8)).ToTimeSpan());
        var runs = await store.AskAsync("select count(*) from runs where status = 'succeeded'");
        var (half, most, longest) = (await LateAsync(store, "percentile_cont(0.5) within group (order by {0})"), await LateAsync(store, "percentile_cont(0.99) within group (order by {0})"), await LateAsync(store, "max({0})"));
        Console.WriteLine("| slots | one each | slot to start p50 | p99 | max |\n|---|---|---|---|---|");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {runs:N0} | {gap.TotalMilliseconds:0} ms | {half:0.0} ms | {most:0.0} ms | {longest:0.0} ms |"));
    }

    private static Task<double> LateAsync(SeededStore store, string what) =>
        store.AskAsync($"select {what.Replace("{0}", "1000 * extract(epoch from started_at - slot)", StringComparison.Ordinal)} from runs");

    private static Task<double> StatementsAsync(SeededStore store) => store.AskAsync("select xact_commit + xact_rollback from pg_stat_database where datname = current_database()");
}
