using Broadsheet.Core.Runs;
using Broadsheet.Core.Schedules;
using Broadsheet.Server.Storage;
using Broadsheet.Server.Storage.Claims;
using Broadsheet.Server.Tests.Http;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Broadsheet.Server.Tests.Storage;

/// <summary>
/// The plans on the claim connection, with the statistics of a quiet hour and a backlog that they do not know of: the case in
/// which the planner, left alone, reads and sorts all that waits for each batch.
/// </summary>
public sealed class ClaimPlanTests
{
    private static readonly string[] Traps = ["Sort", "Seq Scan", "Bitmap"];

    [Fact]
    public async Task What_is_due_is_found_by_a_walk_along_its_index()
    {
        await using var store = await BacklogAsync();
        using var claims = store.Claims();
        await using var db = claims.Open();
        var plan = await PlanAsync(db, ScheduleClaims.DueSql(db.Dialect, null), ("now", store.Clock.Now), ("batch", 500), ("at", SlotCursor.Start.At), ("id", SlotCursor.Start.Id));
        Assert.Contains("Index Scan using report_schedules_due on report_schedules s", plan, StringComparison.Ordinal);
        Assert.All(Traps, trap => Assert.DoesNotContain(trap, plan, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_open_of_the_schedules_is_counted_by_their_index()
    {
        await using var store = await BacklogAsync();
        using var claims = store.Claims();
        await using var db = claims.Open();
        var plan = await PlanAsync(db, ScheduleClaims.OpenSql(db.Dialect), ("schedules", db.Dialect.Ids([.. Enumerable.Range(0, 500).Select(_ => Guid.CreateVersion7())])));
        Assert.Equal(1, Count(plan, "Index Scan using runs_open on runs r"));
        Assert.All(Traps, trap => Assert.DoesNotContain(trap, plan, StringComparison.Ordinal));
        Assert.DoesNotContain("runs_queued", plan, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Due_schedules_are_moved_where_they_lie()
    {
        await using var store = await BacklogAsync();
        using var claims = store.Claims();
        await using var db = claims.Open();
        await db.ExecuteAsync("create temp table more as select * from report_schedules", default);
        for (var i = 0; i < 12; i++) await db.ExecuteAsync("update more set id = gen_random_uuid(); insert into report_schedules select * from more", default);
        await db.ExecuteAsync("analyze report_schedules", default);
        var due = await new ScheduleClaims(db).DueAsync(store.Clock.Now, 500, null, SlotCursor.Start, default);
        IReadOnlyList<Firing> firings = due.ConvertAll(d => new Firing(d, store.HourAgo(-3), [new(d.Workspace, d.Id, new RunId(Guid.CreateVersion7()), d.Due, RunTrigger.Schedule) { NotBefore = d.Due, Exclusive = true }]));
        var plan = await PlanAsync(db, PostgresFiring.Sql(leaveTaken: false), PostgresFiring.Parameters(firings, store.Clock.Now));
        Assert.Contains("Tid Scan on report_schedules s", plan, StringComparison.Ordinal);
        Assert.Equal(1, Count(plan, "Index Scan using report_templates_pkey on report_templates t"));
        Assert.True(plan.IndexOf("CTE kinds", StringComparison.Ordinal) < plan.IndexOf("report_templates", StringComparison.Ordinal) && plan.IndexOf("report_templates", StringComparison.Ordinal) < plan.IndexOf("CTE moved", StringComparison.Ordinal), plan);
        Assert.DoesNotContain("report_schedules_pkey", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("Sort", plan, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_does_not_know_that_all_is_well_is_found_by_an_index_of_these()
    {
        await using var store = await BacklogAsync();
        using var claims = store.Claims();
        await using var db = claims.Open();
        await db.ExecuteAsync("update report_schedules set last_status = 'succeeded'", default);
        var plan = await PlanAsync(db, PostgresEnds.TellWell, ("w", new[] { store.Workspace.Value }), ("i", new[] { Guid.CreateVersion7() }));
        Assert.Contains("Index Scan using report_schedules_unwell on report_schedules s", plan, StringComparison.Ordinal);
        Assert.Contains("Index Cond", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("report_schedules_pkey", plan, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_schedules_history_is_read_along_its_index()
    {
        await using var store = await BacklogAsync();
        var schedule = new ScheduleId(Guid.CreateVersion7());
        await store.SaveAsync(Enumerable.Range(1, 1_500).Select(i => store.Run(schedule, store.HourAgo(i), RunState.Succeeded)));
        await using var db = store.Open();
        await db.ExecuteAsync("analyze runs", default);
        var plan = await ExplainAsync(db, RecentRun.Sql(1), ("workspace", store.Workspace.Value), ("s0", schedule.Value), ("each", 10));
        Assert.Contains("Index Scan Backward using runs_slot on runs", plan, StringComparison.Ordinal);
        Assert.Contains("Presorted Key: runs.scheduled_for", plan, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Queued_runs_are_found_by_a_walk_along_the_workspaces_queue()
    {
        await using var store = await BacklogAsync();
        using var claims = store.Claims();
        await using var db = claims.Open();
        var plan = await PlanAsync(db, WorkClaims.TakeRunsSql(db.Dialect, []), ("workspaces", new[] { store.Workspace.Value }), ("shares", new[] { 8 }), ("node", Guid.NewGuid()), ("now", store.Clock.Now));
        Assert.Equal(1, Count(plan, "runs_queued on runs"));
        Assert.Contains("runs_pkey on runs", plan, StringComparison.Ordinal);
        Assert.Contains("runs_open on runs o", plan, StringComparison.Ordinal);
        Assert.All(Traps, trap => Assert.DoesNotContain(trap, plan, StringComparison.Ordinal));
    }

    /// <summary>A workspace is looked at once, in its own part of the queue; joined to the queue it would be looked for in all of it.</summary>
    [Theory]
    [InlineData("runs")]
    [InlineData("deliveries")]
    public async Task Who_has_work_waiting_is_asked_of_each_workspaces_queue(string table)
    {
        await using var store = await BacklogAsync();
        using var claims = store.Claims();
        await using var db = claims.Open();
        var work = table == WaitingWork.Runs.Table ? WaitingWork.Runs : WaitingWork.Deliveries;
        string[] plans =
        [
            await PlanAsync(db, work.TurnsSql, ("after", Guid.Empty), ("now", store.Clock.Now), ("most", 8)),
            await PlanAsync(db, work.LookSql(db.Dialect), ("now", store.Clock.Now)),
        ];
        Assert.All(plans, plan =>
        {
            Assert.Contains($"Index Cond: ((workspace_id = turn.id) AND ({work.From} <=", plan, StringComparison.Ordinal);
            Assert.All([.. Traps, "Join", "Materialize", "hashed"], trap => Assert.DoesNotContain(trap, plan, StringComparison.Ordinal));
        });
    }

    [Fact]
    public async Task The_switches_are_on_claim_connections_and_nowhere_else()
    {
        await using var store = await Store.StartAsync(postgres: true);
        using var claims = store.Claims();
        await using var claiming = claims.Open();
        await using var other = store.Open();
        const string Sql = "select string_agg(current_setting('enable_' || s), '') || ' ' || current_setting('plan_cache_mode') from unnest(array['seqscan', 'sort', 'bitmapscan', 'hashjoin', 'mergejoin']) s";
        Assert.Equal(["offoffoffoffoff force_generic_plan"], await claiming.QueryAsync(Sql, (_, r) => r.GetString(0), default));
        Assert.Equal(["ononononon auto"], await other.QueryAsync(Sql, (_, r) => r.GetString(0), default));
    }

    [Fact]
    public async Task No_statement_of_the_server_waits_for_the_databases_compiler()
    {
        await using var server = await LiveServer.StartAsync(postgres: true);
        const string Sql = "select current_setting('jit')";
        await using var claiming = server.Services.GetRequiredService<ClaimStore>().Open();
        Assert.Equal(["off"], await claiming.QueryAsync(Sql, (_, r) => r.GetString(0), default));
        await server.StoreAsync(async db => Assert.Equal(["off"], await db.QueryAsync(Sql, (_, r) => r.GetString(0), default)));
    }

    /// <summary>Counted when nothing was due and nothing queued; then everything is.</summary>
    private static async Task<Store> BacklogAsync()
    {
        var store = await Store.StartAsync(postgres: true);
        await store.SaveAsync(Enumerable.Range(0, 1_500).Select(_ => store.Schedule(store.HourAgo(-30))));
        await using var db = store.Open();
        await db.ExecuteAsync("analyze", default);
        await db.ExecuteAsync("update report_schedules set next_run_at = @due", default, ("due", store.HourAgo(0)));
        await store.SaveAsync(Enumerable.Range(0, 1_500).Select(_ => store.Run(null, store.HourAgo(0), RunState.Queued)));
        return store;
    }

    /// <summary>The plan that the session keeps for a statement and uses for every batch, whatever its values: the driver has prepared it once it has run.</summary>
    private static async Task<string> PlanAsync(AppDb db, string sql, params (string, object?)[] parameters)
    {
        await using var transaction = await db.Database.BeginTransactionAsync();
        await db.QueryAsync(sql, (_, _) => 0, default, parameters);
        var statement = Assert.Single(await db.QueryAsync("select name, cardinality(parameter_types) from pg_prepared_statements where statement not like '%pg_prepared_statements%' order by prepare_time desc limit 1",
            (_, r) => (Name: r.GetString(0), Values: r.GetInt32(1)), default));
        var values = statement.Values == 0 ? "" : $" ({string.Join(", ", Enumerable.Repeat("null", statement.Values))})";
        return await ExplainAsync(db, $"execute \"{statement.Name}\"{values}");
    }

    private static async Task<string> ExplainAsync(AppDb db, string sql, params (string, object?)[] parameters) =>
        string.Join('\n', await db.QueryAsync("explain " + sql, (_, r) => r.GetString(0), default, parameters));

    private static int Count(string text, string part) => text.Split(part).Length - 1;
}
