using System.Text.Json.Nodes;
using Broadsheet.Core.Runs;
using Broadsheet.Server.Artifacts;
using Broadsheet.Server.Storage.Claims;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Xunit;

namespace Broadsheet.Server.Tests.Runs.Sharing;

/// <summary>Runs of one slot that need the same files, counted by what the store keeps: one row and one set of bytes a render.</summary>
public sealed class SharedRenderTests
{
    private static readonly (string, string?) Loopback = ("Broadsheet:Outbound:Allow", "127.0.0.0/8");
    private string data = "";

    /// <summary>Of each test its own: one that is minutes old by the time of the last test would be told of as late.</summary>
    private readonly Instant slot = JobServer.Now - Duration.FromMinutes(2);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Runs_of_one_slot_that_need_the_same_use_one_query_and_one_file(bool postgres)
    {
        await using var server = await JobServer.StartAsync(postgres, worker: false);
        var alike = await ManyAsync(server, 6, "EU");
        var other = await ManyAsync(server, 2, "US");
        await DueAsync(server, [.. alike, .. other]);
        await ProcessAsync(server);
        await EndedAsync(server, 8);
        await server.Live.StoreAsync(async db =>
        {
            Assert.Equal(2, await db.Renders.CountAsync());
            var artifacts = await db.Artifacts.AsNoTracking().ToListAsync();
            Assert.Equal(8, artifacts.Count);
            Assert.Equal(2, artifacts.Select(a => a.Content).Distinct().Count());
            Assert.DoesNotContain(null, artifacts.Select(a => a.Content));
        });
        var run = (await server.RunsOfAsync(alike[0]))[0]!["id"]!.GetValue<string>();
        var artifact = (await server.EndAsync(run))["artifacts"]![0]!;
        Assert.Contains("cart,70,30", (await server.Live.WantAsync(200, "GET", $"/api/v1/reports/artifacts/{artifact["id"]}")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Subjects_are_filled_for_each_schedule()
    {
        await using var server = await JobServer.StartAsync(worker: false);
        var schedules = new List<string>();
        foreach (var subject in new[] { "A {{region}}", "B {{region}}" })
        {
            var body = JobServer.Body();
            body["destinations"] = new JsonArray(new JsonObject { ["type"] = "inbox", ["subject"] = subject });
            schedules.Add(await server.CreateAsync(body));
        }

        await DueAsync(server, schedules);
        await ProcessAsync(server);
        await EndedAsync(server, 2);
        await server.Live.StoreAsync(async db =>
        {
            Assert.Equal(["A EU", "B EU"], await db.InboxItems.Select(i => i.Subject).OrderBy(s => s).ToListAsync());
            Assert.Equal(1, await db.Renders.CountAsync());
        });
    }

    [Fact]
    public async Task Nodes_on_one_store_make_it_once()
    {
        await using var server = await JobServer.StartAsync(postgres: true, worker: true, Loopback);
        await using var second = await Http.LiveServer.StartAsync(postgres: true, server.Live.Connection, ("Broadsheet:Worker", "true"), Loopback);
        File.Copy(Path.Combine(server.Live.Data.Sources, "qa.sqlite"), Path.Combine(second.Data.Sources, "qa.sqlite"));
        var source = await PostgresSourceAsync(server);
        var schedules = new List<string>();
        await server.ReportAsync("slow", "select suite, passed, failed from test_runs, pg_sleep(1) where region = @region order by suite", source);
        for (var i = 0; i < 12; i++) schedules.Add(await server.CreateAsync(JobServer.Body("slow")));
        await DueAsync(server, schedules);
        await server.CreateAsync();
        await EndedAsync(server, 12);
        await server.Live.StoreAsync(async db =>
        {
            Assert.Equal(1, await db.Renders.CountAsync());
            Assert.Single((await db.Artifacts.AsNoTracking().ToListAsync()).Select(a => a.Content).Distinct());
            Assert.Equal(12, await db.InboxItems.CountAsync());
        });
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_render_of_a_node_that_died_is_taken_over_and_one_of_a_living_node_is_not(bool postgres)
    {
        await using var server = await JobServer.StartAsync(postgres);
        await using var scope = server.Live.Services.CreateAsyncScope();
        var (claims, db) = (scope.ServiceProvider.GetRequiredService<RenderClaims>(), scope.ServiceProvider.GetRequiredService<Server.Storage.AppDb>());
        var workspace = server.Live.First!.Workspace;
        var (dead, living, third) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        await new NodeLease(db).RegisterAsync(living, "living", "1", default);
        var later = JobServer.Now + Duration.FromHours(1);
        await db.Nodes.Where(n => n.Id == living).ExecuteUpdateAsync(s => s.SetProperty(n => n.HeartbeatAt, later), TestContext.Current.CancellationToken);
        Assert.True(await claims.TryAsync(workspace, "k", dead, default));
        Assert.True(await claims.TryAsync(workspace, "k", living, default));
        Assert.False(await claims.TryAsync(workspace, "k", third, default));
        Assert.False(await claims.MadeAsync(workspace, "k", dead, """{"files":[]}""", default));
        Assert.True(await claims.MadeAsync(workspace, "k", living, """{"files":[]}""", default));
        Assert.False(await claims.TryAsync(workspace, "k", third, default));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_render_that_failed_is_not_kept(bool postgres)
    {
        await using var server = await JobServer.StartAsync(postgres, worker: false);
        await server.ReportAsync("broken", "select suite, passed, failed from test_runs where region = @region and missing_table.x = 1");
        var schedules = new List<string>();
        for (var i = 0; i < 3; i++) schedules.Add(await server.CreateAsync(JobServer.Body("broken")));
        await DueAsync(server, schedules);
        await ProcessAsync(server);
        await EndedAsync(server, 3, RunState.Failed);
        await server.Live.StoreAsync(async db => Assert.Empty(await db.Renders.ToListAsync()));
        Assert.Empty(Directory.EnumerateFileSystemEntries(server.Live.Data.Work));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Bytes_go_with_the_last_artifact_that_has_them(bool postgres)
    {
        await using var server = await JobServer.StartAsync(postgres, worker: false);
        await DueAsync(server, await ManyAsync(server, 2, "EU"));
        await ProcessAsync(server);
        await EndedAsync(server, 2);
        await using var scope = server.Live.Services.CreateAsyncScope();
        var (db, expire) = (scope.ServiceProvider.GetRequiredService<Server.Storage.AppDb>(), scope.ServiceProvider.GetRequiredService<ExpireFiles>());
        var store = server.Live.Services.GetRequiredService<IArtifactStore>();
        var artifacts = await db.Artifacts.AsNoTracking().ToListAsync();
        await expire.RunAsync(server.Live.Services.GetRequiredService<Server.Clock>().Now + Duration.FromHours(2), default);
        Assert.Empty(await db.Renders.ToListAsync());
        await ReadAsync();
        var (first, second) = (artifacts[0].Id, artifacts[1].Id);
        var now = artifacts[0].ExpiresAt;
        await db.Artifacts.Where(a => a.Id == second).ExecuteUpdateAsync(s => s.SetProperty(a => a.ExpiresAt, now + Duration.FromDays(1)));
        await expire.RunAsync(now, default);
        Assert.False(await db.Artifacts.AnyAsync(a => a.Id == first));
        await ReadAsync();
        await expire.RunAsync(now + Duration.FromDays(2), default);
        await Assert.ThrowsAnyAsync<IOException>(ReadAsync);

        async Task ReadAsync()
        {
            await using var bytes = await store.OpenAsync(artifacts[0].WorkspaceId, artifacts[0].BytesId, artifacts[0].Bytes, default);
            using var read = new MemoryStream();
            await bytes.CopyToAsync(read, TestContext.Current.CancellationToken);
            Assert.Equal(artifacts[0].Bytes, read.Length);
        }
    }

    [Fact]
    public async Task Cancelling_one_leaves_the_others_and_cancelling_all_reaches_the_source()
    {
        await using var server = await JobServer.StartAsync(postgres: true, worker: true, Loopback);
        var source = await PostgresSourceAsync(server);
        await server.ReportAsync("endless", "select suite, passed, failed from test_runs, pg_sleep(3000) where region = @region", source);
        var schedules = new List<string> { await server.CreateAsync(JobServer.Body("endless")), await server.CreateAsync(JobServer.Body("endless")) };
        await DueAsync(server, schedules);
        await server.CreateAsync();
        var runs = new List<string>();
        await JobServer.UntilAsync(async () =>
        {
            runs = [.. (await server.Live.WantAsync(200, "GET", JobServer.RunsPath + "?status=running")).Json["items"]!.AsArray().Select(r => r!["id"]!.GetValue<string>())];
            return runs.Count == 2 && await AskingAsync() == 1;
        });
        await server.Live.WantAsync(200, "POST", $"{JobServer.RunsPath}/{runs[0]}/cancel");
        await server.EndAsync(runs[0]);
        Assert.Equal(1, await AskingAsync());
        await server.Live.WantAsync(200, "POST", $"{JobServer.RunsPath}/{runs[1]}/cancel");
        await JobServer.UntilAsync(async () => await AskingAsync() == 0);
        Assert.Equal("cancelled", (await server.EndAsync(runs[1]))["status"]!.GetValue<string>());
        await server.Live.StoreAsync(async db => Assert.Equal((0, 0), (await db.InboxItems.CountAsync(), await db.Deliveries.CountAsync())));

        async Task<long> AskingAsync()
        {
            await using var connection = Npgsql.NpgsqlDataSource.Create(data);
            await using var ask = connection.CreateCommand("select count(*) from pg_stat_activity where datname = current_database() and state = 'active' and pid <> pg_backend_pid() and query like '%pg_sleep%'");
            return (long)(await ask.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
        }
    }

    private static async Task<List<string>> ManyAsync(JobServer server, int count, string region)
    {
        var schedules = new List<string>();
        for (var i = 0; i < count; i++)
        {
            var body = JobServer.Body();
            body["filters"] = new JsonObject { ["region"] = region };
            schedules.Add(await server.CreateAsync(body));
        }

        return schedules;
    }

    private async Task<string> PostgresSourceAsync(JobServer server)
    {
        data = await Testing.PostgresCluster.Start().CreateDatabaseAsync();
        var place = new Npgsql.NpgsqlConnectionStringBuilder(data);
        await Testing.PostgresCluster.ExecuteAsync(data, "create table test_runs (suite text, passed integer, failed integer, region text); insert into test_runs values ('cart', 70, 30, 'EU'); "
            + "do $$ begin create role sharing_reader login; exception when duplicate_object or unique_violation then null; end $$; grant select on test_runs to sharing_reader");
        await server.Live.WantAsync(201, "POST", "/api/v1/data-sources", new { name = "slow", type = "postgres", settings = new { host = "127.0.0.1", port = place.Port, database = place.Database, user = "sharing_reader", tls = "disable" } });
        return "slow";
    }

    private async Task DueAsync(JobServer server, IEnumerable<string> schedules)
    {
        foreach (var schedule in schedules) await server.DueAsync(schedule, slot);
    }

    private static Task ProcessAsync(JobServer server) => server.Live.WantAsync(200, "POST", JobServer.Exports + "/process?wait=30");

    private Task EndedAsync(JobServer server, int runs, RunState state = RunState.Succeeded) => JobServer.UntilAsync(async () =>
    {
        var ended = 0;
        await server.Live.StoreAsync(async db => ended = await db.Runs.CountAsync(r => r.Slot == slot && r.Status == state));
        return ended == runs;
    });
}
