using System.Globalization;
using Broadsheet.Testing;
using NodaTime;
using Npgsql;

namespace Broadsheet.Benchmarks.Engine;

/// <summary>The same storm on others, on the same PostgreSQL.</summary>
internal static class Peers
{
    private const int RehearsedByQuartz = 5_000;

    public static async Task<StormResult> QuartzAsync(int schedules, int due)
    {
        var connection = new NpgsqlConnectionStringBuilder(await Database.CreateAsync()) { Pooling = true, CommandTimeout = 0 }.ToString();
        await using var source = NpgsqlDataSource.Create(connection);
        await Run(source, "create table bench_runs (id bigint generated always as identity primary key, name text, slot timestamptz, started_at timestamptz)");
        await using (var seed = await Child.SelfAsync("engine-quartz-seed", connection)) await seed.EndAsync(TimeSpan.FromMinutes(1));
        await CopyAsync(source, "qrtz_triggers", schedules, "next_fire_time", "(select next_fire_time from qrtz_triggers where trigger_name = 't0') + (i::bigint * 7919 % 604800) * 10000000");
        await CopyAsync(source, "qrtz_cron_triggers", schedules, null, null);
        await Run(source, "vacuum analyze");
        await using var node = await Child.SelfAsync("engine-quartz", connection);

        // It has been up for a while as well: what it runs is compiled.
        await ArmQuartzAsync(source, schedules, Math.Min(due, RehearsedByQuartz));
        await EndAsync(source, Math.Min(due, RehearsedByQuartz));
        await Run(source, "truncate bench_runs");
        var at = await ArmQuartzAsync(source, schedules, due);
        await Storm.UntilAsync(at);
        var (nodeCpu, databaseCpu) = (node.Cpu, await DatabaseCpu.SecondsAsync(connection));
        var done = await EndAsync(source, due);
        return new("Quartz.NET 4.7.3, clustered, tuned", schedules, done, await Ask(source, $"select extract(epoch from max(started_at) - timestamptz '{at}') from bench_runs"),
            await LateAsync(source, 0.5), await LateAsync(source, 0.99), node.Cpu - nodeCpu, await DatabaseCpu.SecondsAsync(connection) - databaseCpu);
    }

    /// <summary>Those due lie evenly among all, as ours do.</summary>
    private static async Task<Instant> ArmQuartzAsync(NpgsqlDataSource source, int schedules, int due)
    {
        var at = Instant.FromUnixTimeSeconds(SystemClock.Instance.GetCurrentInstant().ToUnixTimeSeconds() + 10 + due / 5_000);
        var ticks = at.ToDateTimeUtc().Ticks.ToString(CultureInfo.InvariantCulture);
        await Run(source, string.Create(CultureInfo.InvariantCulture, $"update qrtz_triggers set next_fire_time = {ticks} where trigger_name in (select 't' || i * {schedules / due} from generate_series(1, {due}) i)"));
        await Run(source, "vacuum analyze qrtz_triggers");
        return at;
    }

    /// <summary>graphile-worker and pg-boss through npm; null where that is not there.</summary>
    public static async Task<StormResult?> NodeAsync(string name, string script, int due)
    {
        var folder = Path.Combine(Repository.Root, "bench", "peers");
        if (!Directory.Exists(Path.Combine(folder, "node_modules")))
        {
            Console.WriteLine($"{name} is left out: run npm ci in bench/peers.");
            return null;
        }

        var connection = new NpgsqlConnectionStringBuilder(await Database.CreateAsync());
        var url = string.Create(CultureInfo.InvariantCulture, $"postgres://postgres@127.0.0.1:{connection.Port}/{connection.Database}");
        await using var child = await Child.RunAsync("node", folder, script, url, due.ToString(CultureInfo.InvariantCulture));
        var databaseCpu = await DatabaseCpu.SecondsAsync(connection.ToString());
        await child.EndAsync(TimeSpan.FromMinutes(10));
        return new(name, due, due, child.Figure("seconds"), child.Figure("p50"), child.Figure("p99"), child.Figure("cpu"), await DatabaseCpu.SecondsAsync(connection.ToString()) - databaseCpu);
    }

    /// <summary>Copies the one trigger that Quartz wrote, under other names.</summary>
    private static async Task CopyAsync(NpgsqlDataSource source, string table, int count, string? changed, string? value)
    {
        await using var ask = source.CreateCommand($"select string_agg(column_name, ',' order by ordinal_position) from information_schema.columns where table_name = '{table}'");
        var columns = ((string)(await ask.ExecuteScalarAsync())!).Split(',');
        var values = columns.Select(c => c == "trigger_name" ? "'t' || i" : c == changed ? value! : "t." + c);
        await Run(source, string.Create(CultureInfo.InvariantCulture,
            $"insert into {table} ({string.Join(',', columns)}) select {string.Join(',', values)} from {table} t, generate_series(1, {count}) i where t.trigger_name = 't0'"));
    }

    private static async Task<int> EndAsync(NpgsqlDataSource source, int due)
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var done = (int)await Ask(source, "select count(*) from bench_runs");
            if (done >= due || TimeProvider.System.GetElapsedTime(begun) > TimeSpan.FromMinutes(6)) return done;
            await Task.Delay(TimeSpan.FromSeconds(1));
        }
    }

    private static Task<double> LateAsync(NpgsqlDataSource source, double share) =>
        Ask(source, string.Create(CultureInfo.InvariantCulture, $"select percentile_cont({share}) within group (order by extract(epoch from started_at - slot)) from bench_runs"));

    private static async Task Run(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<double> Ask(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        command.CommandTimeout = 0;
        return Convert.ToDouble(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }
}
