using System.Globalization;
using Broadsheet.Server.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Npgsql;

namespace Broadsheet.Benchmarks.Engine;

/// <summary>
/// A store with the product's schema and many schedules: weekly, in four zones, twenty workspaces with a report each. Their ids are of version 7,
/// as the product's are, and those that become due lie evenly among all.
/// </summary>
internal sealed class SeededStore : IAsyncDisposable
{
    private const string People = """
        insert into people (id, email, email_key, name, security_stamp, is_operator, failed_sign_ins, created_at)
        values ('00000000-0000-7000-8000-0000000000aa', 'lead@example.com', 'lead@example.com', 'Lead', 's', false, 0, now());
        insert into workspaces select md5('w' || i)::uuid, 'w' || i, 'W' || i, 'UTC', 1, 1, now(), now() from generate_series(1, 20) i;
        insert into memberships select id, '00000000-0000-7000-8000-0000000000aa', 'admin', now() from workspaces;
        insert into report_templates select id, md5('t' || slug)::uuid, 'quality', 'Quality', '# Quality', 1, '00000000-0000-7000-8000-0000000000aa', now(), now() from workspaces;
        create table bench_due (workspace_id uuid, id uuid, n integer);
        """;

    private readonly NpgsqlDataSource source;

    private SeededStore(string connection)
    {
        Connection = connection;
        source = NpgsqlDataSource.Create(connection);
    }

    public string Connection { get; }

    public static async Task<SeededStore> CreateAsync(int schedules, int due)
    {
        var store = new SeededStore(new NpgsqlConnectionStringBuilder(await Database.CreateAsync()) { Pooling = true, CommandTimeout = 0, MaxPoolSize = 30 }.ToString());
        await using (var db = new PostgresDb(new DbContextOptionsBuilder<PostgresDb>().UseNpgsql(store.source).Options))
            await SchemaScripts.ApplyAsync(db, SystemClock.Instance.GetCurrentInstant(), default);
        await store.RunAsync(People);
        await store.RunAsync(string.Create(CultureInfo.InvariantCulture, $$"""
            insert into report_schedules (workspace_id, id, name, schedule_type, schedule_config, template_id, filters, enabled, next_run_at, created_at, updated_at, formats,
                destinations, channels, condition, policy, owner_id, last_status, tzdb_version, version)
            select md5('w' || (1 + i % 20))::uuid,
                (lpad(to_hex((extract(epoch from now()) * 1000)::bigint - {{schedules}} + i), 12, '0') || '7' || substr(md5(i::text), 1, 3) || '8' || substr(md5(i::text), 4, 15))::uuid,
                'Schedule ' || i, 'weekly',
                jsonb_build_object('days', array['MO'], 'times', array['09:00'], 'timezone', (array['Europe/Istanbul', 'Europe/Berlin', 'America/New_York', 'Asia/Tokyo'])[1 + i % 4]),
                md5('tw' || (1 + i % 20))::uuid, '{"region": "EU"}', true, now() + interval '1 day' + (i::bigint * 7919 % 604800) * interval '1 second', now(), now(), '["csv"]',
                '[{"type": "inbox"}]', ',inbox,', 'always', '{"misfire": "latest", "overlap": "skip", "max_attempts": 3, "timeout": "PT10M", "pause_after_failures": 5}',
                '00000000-0000-7000-8000-0000000000aa', 'succeeded', '{{DateTimeZoneProviders.Tzdb.VersionId}}', 1
            from generate_series(1, {{schedules}}) i;
            insert into bench_due select workspace_id, id, row_number() over (order by id) from (select workspace_id, id, row_number() over (order by id) as place from report_schedules) s where place % {{Math.Max(1, schedules / due)}} = 0 limit {{due}};
            """));
        await store.SettleAsync();
        return store;
    }

    /// <summary>Statistics as they are before a storm: nothing is due, nothing queued, dead rows gone.</summary>
    public async Task SettleAsync()
    {
        await RunAsync("vacuum analyze report_schedules");
        await RunAsync("vacuum analyze runs");
        await RunAsync("checkpoint");
    }

    /// <summary>
    /// Makes the chosen schedules due at one instant ahead, which is returned, and rings the nodes. The rows that this leaves behind are cleaned, as the
    /// database cleans those of a week before, and as they are for Quartz.NET; the statistics stay those of the quiet hour.
    /// </summary>
    public async Task<Instant> ArmAsync(int due)
    {
        var at = SystemClock.Instance.GetCurrentInstant() + Duration.FromSeconds(8 + due / 8_000);
        at = Instant.FromUnixTimeSeconds(at.ToUnixTimeSeconds());
        await RunAsync(string.Create(CultureInfo.InvariantCulture, $"update report_schedules s set next_run_at = '{at}' from bench_due d where s.workspace_id = d.workspace_id and s.id = d.id and d.n <= {due}"));
        await RunAsync("vacuum (analyze false) report_schedules");
        if (SystemClock.Instance.GetCurrentInstant() > at) throw new InvalidOperationException("Arming took longer than planned: this machine is busy.");
        await RunAsync("notify broadsheet_schedules");
        return at;
    }

    /// <summary>Spreads slots: the n-th schedule is due n × <paramref name="gap"/> from now.</summary>
    public Task SpreadAsync(int due, Duration gap) => RunAsync(string.Create(CultureInfo.InvariantCulture,
        $"update report_schedules s set next_run_at = now() + interval '3 seconds' + d.n * interval '{gap.TotalMilliseconds} milliseconds' from bench_due d where s.workspace_id = d.workspace_id and s.id = d.id and d.n <= {due}; notify broadsheet_schedules"));

    public Task RunAsync(string sql) => source.RunAsync(sql);

    public Task<double> AskAsync(string sql) => source.AskAsync(sql);

    public async Task<string> TextAsync(string sql)
    {
        await using var command = source.CreateCommand(sql);
        return (string)(await command.ExecuteScalarAsync())!;
    }

    public ValueTask DisposeAsync() => source.DisposeAsync();
}
