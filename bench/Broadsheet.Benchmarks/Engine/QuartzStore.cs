using System.Globalization;
using NodaTime;
using Npgsql;

namespace Broadsheet.Benchmarks.Engine;

/// <summary>The same storm on Quartz.NET, on the same PostgreSQL: as many triggers, weekly, those due evenly among all.</summary>
internal sealed class QuartzStore : IAsyncDisposable
{
    /// <summary>Its node has been up for a while as well: what it runs is compiled.</summary>
    private const int Rehearsed = 5_000;

    private readonly string connection;
    private readonly NpgsqlDataSource source;
    private readonly int schedules;

    private QuartzStore(string connection, int schedules)
    {
        (this.connection, this.schedules) = (connection, schedules);
        source = NpgsqlDataSource.Create(connection);
    }

    public static async Task<QuartzStore> CreateAsync(int schedules)
    {
        var store = new QuartzStore(new NpgsqlConnectionStringBuilder(await Database.CreateAsync()) { Pooling = true, CommandTimeout = 0 }.ToString(), schedules);
        await store.source.RunAsync("create table bench_runs (id bigint generated always as identity primary key, name text, slot timestamptz, started_at timestamptz)");
        await using (var seed = await Child.SelfAsync("engine-quartz-seed", store.connection)) await seed.EndAsync(TimeSpan.FromMinutes(1));
        await store.CopyAsync("qrtz_triggers", "next_fire_time", "(select next_fire_time from qrtz_triggers where trigger_name = 't0') + (i::bigint * 7919 % 604800) * 10000000");
        await store.CopyAsync("qrtz_cron_triggers", null, null);
        await store.source.RunAsync("vacuum analyze");
        return store;
    }

    public async Task<StormResult> StormAsync(int due)
    {
        await using var node = await Child.SelfAsync("engine-quartz", connection);
        await ArmAsync(Math.Min(due, Rehearsed));
        await EndAsync(Math.Min(due, Rehearsed));
        await source.RunAsync("truncate bench_runs");
        var at = await ArmAsync(due);
        await Storm.UntilAsync(at);
        var (nodeCpu, databaseCpu) = (node.Cpu, await DatabaseCpu.SecondsAsync(connection));
        var done = await EndAsync(due);
        (nodeCpu, databaseCpu) = (node.Cpu - nodeCpu, await DatabaseCpu.SecondsAsync(connection) - databaseCpu);
        var result = new StormResult("Quartz.NET 4.7.3, clustered, tuned", schedules, done, await source.AskAsync($"select extract(epoch from max(started_at) - timestamptz '{at}') from bench_runs"),
            await LateAsync(0.5), await LateAsync(0.99), nodeCpu, databaseCpu);
        await source.RunAsync("truncate bench_runs");
        return result;
    }

    private async Task<Instant> ArmAsync(int due)
    {
        var at = Instant.FromUnixTimeSeconds(SystemClock.Instance.GetCurrentInstant().ToUnixTimeSeconds() + 10 + due / 5_000);
        var ticks = at.ToDateTimeUtc().Ticks.ToString(CultureInfo.InvariantCulture);
        await source.RunAsync(string.Create(CultureInfo.InvariantCulture, $"update qrtz_triggers set next_fire_time = {ticks} where trigger_name in (select 't' || i * {schedules / due} from generate_series(1, {due}) i)"));
        await source.RunAsync("vacuum analyze qrtz_triggers");
        return at;
    }

    /// <summary>Copies the one trigger that Quartz wrote, under other names.</summary>
    private async Task CopyAsync(string table, string? changed, string? value)
    {
        await using var ask = source.CreateCommand($"select string_agg(column_name, ',' order by ordinal_position) from information_schema.columns where table_name = '{table}'");
        var columns = ((string)(await ask.ExecuteScalarAsync())!).Split(',');
        var values = columns.Select(c => c == "trigger_name" ? "'t' || i" : c == changed ? value! : "t." + c);
        await source.RunAsync(string.Create(CultureInfo.InvariantCulture,
            $"insert into {table} ({string.Join(',', columns)}) select {string.Join(',', values)} from {table} t, generate_series(1, {schedules}) i where t.trigger_name = 't0'"));
    }

    private async Task<int> EndAsync(int due)
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var done = (int)await source.AskAsync("select count(*) from bench_runs");
            if (done >= due || TimeProvider.System.GetElapsedTime(begun) > TimeSpan.FromMinutes(6)) return done;
            await Task.Delay(TimeSpan.FromSeconds(1));
        }
    }

    private Task<double> LateAsync(double share) =>
        source.AskAsync(string.Create(CultureInfo.InvariantCulture, $"select percentile_cont({share}) within group (order by extract(epoch from started_at - slot)) from bench_runs"));

    public ValueTask DisposeAsync() => source.DisposeAsync();
}
