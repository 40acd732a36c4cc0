using System.Globalization;
using Npgsql;

namespace Broadsheet.Benchmarks.Engine;

/// <summary>
/// Schedules of twenty reports due at one instant, a CSV of 200 rows each to the inbox, by the whole server; alike ones share a render,
/// or each has a filter of its own and none can. Queries are counted at the source.
/// </summary>
internal static class RealStorm
{
    private const int Rehearsed = 200;

    private const string Source = """
        create table cases (n integer, suite text, passed integer, failed integer);
        insert into cases select i, 'suite ' || i, i * 7 % 100, i % 9 from generate_series(1, 200) i;
        create function counted() returns integer language plpgsql volatile as 'begin return 1; end';
        alter system set track_functions = 'pl';
        select pg_reload_conf();
        do 'begin create role bench_reader login; exception when duplicate_object then null; end';
        grant pg_read_all_data to bench_reader;
        """;

    public static async Task RunAsync(EngineOptions options)
    {
        Console.WriteLine("| due | reports | renders | runs a second | queries that reached the source | CPU s, server / database |\n|---|---|---|---|---|---|");
        foreach (var shared in new[] { true, false }) await OneAsync(options.Reports, shared);
    }

    private static async Task OneAsync(int due, bool shared)
    {
        await using var store = await SeededStore.CreateAsync(due, due);
        foreach (var statement in Source.Split(";\n", StringSplitOptions.RemoveEmptyEntries)) await store.RunAsync(statement);
        var database = new NpgsqlConnectionStringBuilder(store.Connection);
        await store.RunAsync(string.Create(CultureInfo.InvariantCulture, $$"""
            insert into data_sources (workspace_id, id, name, type, settings, version, created_at, updated_at)
            select id, gen_random_uuid(), 'qa', 'postgres', jsonb_build_object('host', '127.0.0.1', 'port', {{database.Port}}, 'database', '{{database.Database}}', 'user', 'bench_reader', 'tls', 'disable'), 1, now(), now() from workspaces;
            update report_templates set text = {{Literal(Document)}};
            insert into report_template_versions select workspace_id, id, version, text, created_by, now() from report_templates;
            """));
        if (!shared) await store.RunAsync("update report_schedules s set filters = jsonb_build_object('region', 'R' || d.n) from bench_due d where s.id = d.id");
        await using var server = await Child.ServerAsync(store.Connection);

        // A server that has been up has compiled what it runs: a small storm is not counted.
        await store.ArmAsync(Rehearsed);
        await EndAsync(store, Rehearsed, server);
        var (before, at) = (await QueriesAsync(store), await store.ArmAsync(due));
        await Storm.UntilAsync(at);
        var (cpu, databaseCpu) = (server.Cpu, await DatabaseCpu.SecondsAsync(store.Connection));
        await EndAsync(store, due + Rehearsed, server);
        var seconds = await store.AskAsync($"select extract(epoch from max(finished_at) - timestamptz '{at}') from runs");
        if (await store.AskAsync("select count(*) from inbox_items") != due + Rehearsed) throw new InvalidOperationException("Not every run reached its inbox.");
        var queries = await QueriesAsync(store) - before;
        (cpu, databaseCpu) = (server.Cpu - cpu, await DatabaseCpu.SecondsAsync(store.Connection) - databaseCpu);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {due:N0} | 20 | {(shared ? "shared" : "each its own")} | {due / seconds:N0} | {queries:N0} | {cpu:0.0} / {databaseCpu:0.0} |"));
    }

    private static Task<double> QueriesAsync(SeededStore store) => store.AskAsync("select calls from pg_stat_user_functions where funcname = 'counted'");

    private static async Task EndAsync(SeededStore store, int runs, Child server)
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (await store.AskAsync("select count(*) from runs where status = 'succeeded'") < runs)
        {
            if (TimeProvider.System.GetElapsedTime(begun) > TimeSpan.FromMinutes(9) || await store.AskAsync("select count(*) from runs where status = 'failed'") > 0)
                throw new InvalidOperationException($"The storm does not end well: {await store.TextAsync("select coalesce(min(error), 'it takes too long') from runs")} {server.Output}");
            await Task.Delay(TimeSpan.FromSeconds(1));
        }
    }

    private static string Literal(string text) => "'" + text.Replace("'", "''", StringComparison.Ordinal) + "'";

    private const string Document = """
        ---
        title: Quality {{region}}
        report_type: quality
        source: qa
        parameters:
          region: { type: text, default: EU }
        ---
        # Quality

        ```sql cases
        select n, suite, passed, failed from cases, (select counted()) c where @region is not null order by n
        ```
        """;
}
