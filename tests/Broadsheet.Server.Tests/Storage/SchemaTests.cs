using Broadsheet.Server.Storage;
using Broadsheet.Server.Tests.Http;
using Broadsheet.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Broadsheet.Server.Tests.Storage;

public sealed class SchemaTests
{
    private const string SqliteColumns = """
        select t.name, c.name, c."notnull" = 0 and c.pk = 0, lower(c.type) from sqlite_master t, pragma_table_info(t.name) c
        where t.type = 'table' and t.name not like 'sqlite_%' and t.name <> 'schema_scripts'
        """;

    private const string PostgresColumns = """
        select c.table_name::text, c.column_name::text, c.is_nullable = 'YES', c.data_type::text from information_schema.columns c
        join information_schema.tables t using (table_schema, table_name)
        where c.table_schema = 'public' and t.table_type = 'BASE TABLE' and c.table_name <> 'schema_scripts'
        """;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_model_has_the_tables_columns_and_nulls_that_the_scripts_make(bool postgres)
    {
        await using var store = await Store.StartAsync(postgres);
        await using var db = store.Open();
        var made = (await ColumnsAsync(db)).Select(c => (c.Table, c.Column, c.Nullable)).ToHashSet();
        var mapped = db.Model.GetEntityTypes().SelectMany(e => e.GetProperties().Select(p =>
            (Table: e.GetTableName()!, Column: p.GetColumnName(StoreObjectIdentifier.Table(e.GetTableName()!))!, Nullable: p.IsColumnNullable()))).ToHashSet();
        Assert.NotEmpty(mapped);
        Assert.Equal([], mapped.Except(made).Select(c => $"only in the model: {c}"));
        Assert.Equal([], made.Except(mapped).Select(c => $"only in the scripts: {c}"));
    }

    [Fact]
    public async Task Both_databases_have_the_same_columns_and_nulls()
    {
        await using var one = await Store.StartAsync(postgres: false);
        await using var other = await Store.StartAsync(postgres: true);
        await using var sqlite = one.Open();
        await using var postgres = other.Open();
        Assert.Equal(
            (await ColumnsAsync(sqlite)).Select(c => (c.Table, c.Column, c.Nullable)).Order(),
            (await ColumnsAsync(postgres)).Select(c => (c.Table, c.Column, c.Nullable)).Order());
    }

    [Fact]
    public async Task Report_schedules_has_the_columns_of_the_first_document_in_its_types()
    {
        await using var store = await Store.StartAsync(postgres: true);
        await using var db = store.Open();
        var columns = (await ColumnsAsync(db)).Where(c => c.Table == "report_schedules").ToDictionary(c => c.Column, c => (c.Type, c.Nullable));
        (string Column, string Type, bool Nullable)[] wanted =
        [
            ("id", "uuid", false), ("name", "character varying", false), ("schedule_type", "character varying", false), ("schedule_config", "jsonb", false),
            ("template_id", "uuid", false), ("filters", "jsonb", true), ("enabled", "boolean", false), ("last_run_at", "timestamp with time zone", true),
            ("next_run_at", "timestamp with time zone", false), ("created_at", "timestamp with time zone", false), ("updated_at", "timestamp with time zone", false),
        ];
        foreach (var (column, type, nullable) in wanted) Assert.Equal((type, nullable), columns[column]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_table_that_belongs_to_a_workspace_has_it_first_in_its_key(bool postgres)
    {
        await using var store = await Store.EmptyAsync(postgres);
        await using var db = store.Open();
        var owned = db.Model.GetEntityTypes().Where(e => e.FindProperty("WorkspaceId") is not null).ToList();
        Assert.NotEmpty(owned);
        Assert.All(owned, e => Assert.Equal("WorkspaceId", e.FindPrimaryKey()!.Properties[0].Name));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Nodes_that_start_together_apply_each_script_once(bool postgres)
    {
        await using var store = await Store.EmptyAsync(postgres);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => ApplyAsync(store))));
        await ApplyAsync(store);
        await using var db = store.Open();
        var applied = await db.QueryAsync("select number from schema_scripts order by number", (_, r) => r.GetInt32(0), default);
        Assert.Equal(SchemaScripts.For(db.Dialect).Select(s => s.Number), applied);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_store_of_a_newer_program_is_refused_and_left_alone(bool postgres)
    {
        await using var store = await Store.StartAsync(postgres);
        await using var db = store.Open();
        await db.ExecuteAsync("insert into schema_scripts (number, name, applied_at) values (9999, '9999_later.sql', 'later')", default);
        var refused = await Assert.ThrowsAsync<NewerSchemaException>(() => ApplyAsync(store));
        Assert.Contains("9999", refused.Message, StringComparison.Ordinal);
        Assert.True(await StoreCheck.IsCurrentAsync(db, default));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_script_that_arrives_with_a_number_below_the_newest_is_applied_too(bool postgres)
    {
        await using var store = await Store.StartAsync(postgres);
        await using var db = store.Open();
        await db.ExecuteAsync("delete from schema_scripts where number = 2", default);
        await db.ExecuteAsync("drop table connections", default);
        Assert.False(await StoreCheck.IsCurrentAsync(db, default));
        await ApplyAsync(store);
        Assert.True(await StoreCheck.IsCurrentAsync(db, default));
        Assert.Equal(0, await db.Connections.CountAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Both_databases_number_the_same_scripts(bool postgres)
    {
        await using var store = await Store.EmptyAsync(postgres);
        await using var db = store.Open();
        Assert.Equal(SchemaScripts.For(SqliteDialect.Instance).Select(s => (s.Number, s.Name)), SchemaScripts.For(db.Dialect).Select(s => (s.Number, s.Name)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_instant_comes_back_as_it_was_written_and_in_order(bool postgres)
    {
        await using var store = await Store.StartAsync(postgres);
        await using var db = store.Open();
        NodaTime.Instant[] instants =
        [
            NodaTime.Instant.FromUtc(1970, 1, 1, 0, 0), NodaTime.Instant.FromUtc(2026, 11, 23, 8, 0), NodaTime.Instant.FromUtc(2026, 11, 23, 8, 0).PlusTicks(10),
            NodaTime.Instant.FromUtc(2026, 11, 23, 8, 0).PlusTicks(9_999_990), Server.Schedules.ScheduleRow.Never,
        ];
        db.AddRange(instants.Select(i => store.Schedule(i)));
        await db.SaveChangesAsync();
        db.ChangeTracker.Clear();
        Assert.Equal(instants, await db.Schedules.OrderBy(s => s.NextRunAt).Select(s => s.NextRunAt).ToListAsync());
        Assert.Equal(3, await db.Schedules.CountAsync(s => s.NextRunAt > instants[1]));
    }

    /// <summary>Else every pool has its own, and the server compiles each query once more for each.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_model_and_compiled_queries_are_made_once_whatever_is_connected_to(bool postgres)
    {
        await using var one = await LiveServer.StartAsync(postgres);
        await using var other = await LiveServer.StartAsync(postgres);
        var (requests, claims) = (new List<IModel>(), new List<IModel>());
        foreach (var server in new[] { one, other })
        {
            await using var claiming = server.Services.GetRequiredService<ClaimStore>().Open();
            claims.Add(claiming.Model);
            await server.StoreAsync(db =>
            {
                requests.Add(db.Model);
                return Task.CompletedTask;
            });
        }

        Assert.Same(requests[0], requests[1]);
        Assert.All(claims, c => Assert.Same(requests[0], c));
    }

    /// <summary>As script 77 found it, which changes first runs and then schedules.</summary>
    private const string BackTo76 = """
        drop index runs_slot; drop index runs_open; drop index report_schedules_due; drop index report_schedules_paused; drop index report_schedules_unwell;
        create unique index runs_slot on runs (schedule_id, slot) where slot is not null;
        create index runs_schedule on runs (schedule_id, id desc);
        create index runs_open on runs (schedule_id, scheduled_for) where status in ('queued', 'running');
        create index report_schedules_due on report_schedules (next_run_at, id) where enabled;
        create index report_schedules_next on report_schedules (workspace_id, next_run_at, id);
        delete from schema_scripts where number = 77;
        """;

    /// <summary>A node of the version before works on while the schema changes: it may wait for that, but is not ended by it.</summary>
    [Theory]
    [InlineData("report_schedules", "runs")]
    [InlineData("runs", "report_schedules")]
    public async Task A_transaction_that_is_under_way_goes_on_and_the_schema_changes_after_it(string held, string wanted)
    {
        await using var store = await Store.StartAsync(postgres: true);
        await using var db = store.Open();
        await db.ExecuteAsync(BackTo76, default);
        await using var looking = store.Open();
        Task applying;
        await using (var working = await db.Database.BeginTransactionAsync(TestContext.Current.CancellationToken))
        {
            await db.ExecuteAsync($"lock table {held} in row exclusive mode", default);
            applying = ApplyAsync(store);
            await Eventually.HoldsAsync("the change of the schema waits.", TimeSpan.FromMinutes(1), async () => applying.IsCompleted || await WaitsAsync(looking), null, TestContext.Current.CancellationToken);
            await db.ExecuteAsync($"lock table {wanted} in row exclusive mode", default);
            Assert.False(applying.IsCompleted);
            await working.CommitAsync(TestContext.Current.CancellationToken);
        }

        await applying;
        Assert.Equal([77], await looking.QueryAsync("select number from schema_scripts where number = 77", (_, r) => r.GetInt32(0), default));
    }

    [Fact]
    public async Task A_transaction_that_does_not_end_is_named_and_the_schema_is_as_it_was()
    {
        await using var store = await Store.StartAsync(postgres: true);
        await using var db = store.Open();
        await using var other = store.Open();
        await using var working = await db.Database.BeginTransactionAsync(TestContext.Current.CancellationToken);
        var process = Assert.Single(await db.QueryAsync("select pg_backend_pid() from runs right join (select 1) one on true limit 1", (_, r) => r.GetInt32(0), default));
        await using var changing = await other.Database.BeginTransactionAsync(TestContext.Current.CancellationToken);
        var refused = await Assert.ThrowsAsync<TablesInUseException>(() => PostgresTables.LockAsync(other.Database.GetDbConnection(), changing.GetDbTransaction(), 2, TestContext.Current.CancellationToken));
        Assert.Contains($"process {process} ", refused.Message, StringComparison.Ordinal);
        Assert.Equal([0L], await other.QueryAsync("select count(*) from pg_locks where mode = 'AccessExclusiveLock' and database = (select oid from pg_database where datname = current_database())", (_, r) => r.GetInt64(0), default));
        await working.CommitAsync(TestContext.Current.CancellationToken);
        await PostgresTables.LockAsync(other.Database.GetDbConnection(), changing.GetDbTransaction(), 2, TestContext.Current.CancellationToken);
        Assert.Equal(["0"], await other.QueryAsync("show lock_timeout", (_, r) => r.GetString(0), default));
    }

    private static async Task<bool> WaitsAsync(AppDb db) =>
        await db.QueryAsync("select 1 from pg_locks where not granted and mode = 'AccessExclusiveLock' and database = (select oid from pg_database where datname = current_database()) limit 1", (_, r) => r.GetInt32(0), TestContext.Current.CancellationToken) is [1];

    private static async Task ApplyAsync(Store store)
    {
        await using var db = store.Open();
        await SchemaScripts.ApplyAsync(db, store.Clock.Now, default);
    }

    private static Task<List<(string Table, string Column, bool Nullable, string Type)>> ColumnsAsync(AppDb db) => db.Dialect is SqliteDialect
        ? db.QueryAsync(SqliteColumns, (_, r) => (r.GetString(0), r.GetString(1), r.GetInt64(2) == 1, r.GetString(3)), default)
        : db.QueryAsync(PostgresColumns, (_, r) => (r.GetString(0), r.GetString(1), r.GetBoolean(2), r.GetString(3)), default);
}
