using System.Text.Json.Nodes;
using Broadsheet.Faults.Parts;
using Broadsheet.Testing;
using Npgsql;
using Xunit;

namespace Broadsheet.Faults;

/// <summary>A backup that is put back: it may not send again what was sent after it was made.</summary>
public sealed class RestoreTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_folder_put_back_starts_paused_and_sends_nothing_until_somebody_says_skip()
    {
        await using var world = await World.OnSqliteAsync();
        using var backup = new TempFolder();
        var copy = backup.File("data");
        await MidWorkAsync(world, async () =>
        {
            world.Nodes[0].Kill();
            await world.Nodes[0].EndedAsync(ServerProcess.Patience, Ct);
            Copy(world.Data(0), copy);
        });
        await world.Start().ServingAsync(Ct);
        await world.JudgeAsync();
        var arrived = world.Hooks.Posts.Count;
        world.Nodes[^1].Kill();

        world.MoveTo(new(null, Path.Combine(copy, "broadsheet.db")));
        var restored = await world.Start(copy).ServingAsync(Ct);
        await PausedAsync(world, restored);
        Assert.Equal("restored", (await world.WantAsync(409, "POST", "/api/scheduled-exports/process"))["code"]!.GetValue<string>());
        await world.WantAsync(422, "POST", "/api/v1/server/resume", new JsonObject { ["missed"] = "perhaps" });
        Assert.Equal("running", (await world.WantAsync(200, "POST", "/api/v1/server/resume", new JsonObject { ["missed"] = "skip" }))["status"]!.GetValue<string>());
        Assert.Equal("not-restored", (await world.WantAsync(409, "POST", "/api/v1/server/resume", new JsonObject { ["missed"] = "skip" }))["code"]!.GetValue<string>());

        await GoesOnAsync(world, restored);
        Assert.Equal(arrived, world.Hooks.Posts.Count(p => p.Path != "after"));
    }

    [Fact]
    public async Task A_database_put_back_from_a_dump_is_paused_for_every_server_and_sends_nothing_until_somebody_says_skip()
    {
        await using var world = await World.OnPostgresAsync(1);
        using var backup = new TempFolder();
        var from = new NpgsqlConnectionStringBuilder(world.Store.Direct);
        var dump = backup.File("dump.sql");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(backup.Path, (UnixFileMode)0b111_111_111);
        await MidWorkAsync(world, () =>
        {
            PostgresCluster.Start().Tool("pg_dump", "-h", "127.0.0.1", "-p", $"{from.Port}", "-U", "postgres", "-f", dump, from.Database!);
            return Task.CompletedTask;
        });
        await world.JudgeAsync();
        var arrived = world.Hooks.Posts.Count;
        world.Nodes[0].Kill();

        var direct = await PostgresCluster.Start().CreateDatabaseAsync();
        var to = new NpgsqlConnectionStringBuilder(direct);
        PostgresCluster.Start().Tool("psql", "-q", "-h", "127.0.0.1", "-p", $"{to.Port}", "-U", "postgres", "-v", "ON_ERROR_STOP=1", "-f", dump, to.Database!);
        world.MoveTo(new(Store.At(direct, to.Port), direct));
        var restored = await world.Start().ServingAsync(Ct);
        var beside = await world.Start().ServingAsync(Ct);
        await PausedAsync(world, restored);
        await PausedAsync(world, beside);
        await world.WantAsync(200, "POST", "/api/v1/server/resume", new JsonObject { ["missed"] = "skip" });
        await GoesOnAsync(world, beside);
        Assert.Equal(arrived, world.Hooks.Posts.Count(p => p.Path != "after"));
    }

    [Fact]
    public async Task A_store_that_only_its_administrator_knows_to_be_restored_is_paused_and_resumed_on_the_command_line()
    {
        await using var world = await World.OnSqliteAsync();
        var server = world.Nodes[0];
        Assert.Equal(0, await Command(world, "store", "restored").EndedAsync(ServerProcess.Patience, Ct));
        await PausedAsync(world, server);
        var wrong = Command(world, "store", "resume", "--missed", "perhaps");
        Assert.Equal(1, await wrong.EndedAsync(ServerProcess.Patience, Ct));
        Assert.True(wrong.Said("“missed” is “skip”"), wrong.Log);
        Assert.Equal(0, await Command(world, "store", "resume", "--missed", "run").EndedAsync(ServerProcess.Patience, Ct));
        await GoesOnAsync(world, server);
    }

    private static ServerProcess Command(World world, params string[] arguments) => world.Start(null, null, arguments, []);

    /// <summary>Takes a backup while a plan's webhooks wait for their answers and its other runs are queued, then lets all go on.</summary>
    private static async Task MidWorkAsync(World world, Func<Task> backup)
    {
        var plan = Plan.Of(1, World.Now);
        world.Hooks.HoldBack();
        await world.PlanAsync(plan, pause: 0.2);
        await world.DueAsync([plan]);
        if (world.Store.Connection is null) await world.WantAsync(200, "POST", "/api/scheduled-exports/process");
        await Eventually.HoldsAsync("it is in the middle.", World.Patience, () => world.Hooks.Waiting > 2, () => world.Logs, Ct);
        await backup();
        world.Hooks.Answer();
    }

    private static async Task PausedAsync(World world, ServerProcess server)
    {
        await Eventually.HoldsAsync("it says paused.", World.Patience, async () =>
            await server.AskAsync("GET", "/healthz/ready", null, null, Ct) is { Status: 200, Body: { } body } && body["status"]!.GetValue<string>() == "paused", () => server.Log, Ct);
        await Eventually.HoldsAsync("its console says so.", World.Patience, () => server.Said("was restored from a backup"), () => server.Log, Ct);
        var state = (await server.AskAsync("GET", "/api/v1/server", null, World.Key, Ct))!.Value.Body!;
        Assert.Equal("restored", state["status"]!.GetValue<string>());
        Assert.NotEmpty(state["restored"]!["why"]!.GetValue<string>());
        Assert.Equal(0, await world.Store.CountAsync("select count(*) from nodes where heartbeat_at > (select restored_at from store_state)"));
    }

    /// <summary>What comes due from now on is made and sent, and by then what was open would have been, too.</summary>
    private static async Task GoesOnAsync(World world, ServerProcess server)
    {
        world.Plans.Clear();
        var plan = Plan.Of(1, World.Now) with { Name = "after" };
        await world.PlanAsync(plan);
        await world.DueAsync([plan]);
        await Verdict.SettledAsync(world);
        Assert.Equal(plan.Slots.Count, world.Hooks.Posts.Count(p => p.Path == "after"));
        Assert.Equal(200, (await server.AskAsync("GET", "/healthz/ready", null, null, Ct))!.Value.Status);
        Assert.Equal(0, await world.Store.CountAsync("select count(*) from runs where finished_at is null"));
        Assert.Equal(0, await world.Store.CountAsync("select count(*) from deliveries where status in ('pending', 'sending')"));
    }

    private static void Copy(string from, string to)
    {
        foreach (var folder in Directory.EnumerateDirectories(from, "*", SearchOption.AllDirectories).Prepend(from)) Directory.CreateDirectory(Path.Combine(to, Path.GetRelativePath(from, folder)));
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories)) File.Copy(file, Path.Combine(to, Path.GetRelativePath(from, file)));
    }
}
