using System.Globalization;
using System.Text.Json.Nodes;
using Broadsheet.Testing;
using NodaTime;
using NodaTime.Text;
using Npgsql;
using Xunit;

namespace Broadsheet.Faults.Parts;

/// <summary>
/// Servers on one store, with a mail server and a webhook receiver at the other end, and a source that answers as slowly as a filter
/// says. What arrived there is compared with what the plans owe.
/// </summary>
internal sealed class World : IAsyncDisposable
{
    public const string Schedules = "/api/v1/reports/schedules";
    public const string Runs = "/api/v1/reports/runs";
    public const string Operator = "op@example.com";
    public static readonly string Key = "bsk_faults01_" + new string('k', 43);
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(6);

    private const string Report = """
        ---
        title: Slots
        report_type: slots
        source: rows
        parameters:
          pause: { type: number, default: 0 }
        ---
        # Slots

        ```sql rows
        select n, 'row ' || n as label from generate_series(1, 20) n, pg_sleep(@pause)
        ```

        ```table rows
        columns: [n, label]
        ```
        """;

    /// <summary>The role that reports read with; all tests share the cluster it lives in.</summary>
    private const string Reader = "do $$ begin create role reports login; exception when duplicate_object or unique_violation then null; end $$";

    private readonly TempFolder folder = new();
    private readonly List<ServerProcess> nodes = [];
    private readonly Dictionary<string, string> ids = [];
    private readonly string source;
    private string? only;

    private World(Store store, string source, Mailbox mail) => (Store, this.source, Mail) = (store, source, mail);

    public Store Store { get; private set; }

    public Mailbox Mail { get; }

    public Receiver Hooks { get; } = new();

    public List<Plan> Plans { get; } = [];

    /// <summary>Those that were started and not ended by a test.</summary>
    public IReadOnlyList<ServerProcess> Nodes => nodes;

    public static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>A world without a server yet.</summary>
    /// <param name="store">The servers' database; null for SQLite in the data folder.</param>
    /// <param name="data">The data folder of a server on SQLite, where it is to be a certain one.</param>
    public static async Task<World> EmptyAsync(Store? store, string? data = null)
    {
        Assert.SkipWhen(PostgresCluster.WhyNot is not null, PostgresCluster.WhyNot ?? "");
        var read = await PostgresCluster.Start().CreateDatabaseAsync();
        await PostgresCluster.ExecuteAsync(read, Reader);
        var world = new World(store ?? new(null, ""), read, await Mailbox.StartAsync());
        if (store is not null) return world;
        world.only = data ?? world.Data(0);
        world.Store = new(null, Path.Combine(world.only, "broadsheet.db"));
        return world;
    }

    /// <summary>Servers on a new PostgreSQL database of the shared cluster, with source and report.</summary>
    public static async Task<World> OnPostgresAsync(int servers)
    {
        Assert.SkipWhen(PostgresCluster.WhyNot is not null, PostgresCluster.WhyNot ?? "");
        var connection = await PostgresCluster.Start().CreateDatabaseAsync();
        return await (await EmptyAsync(new(Store.At(connection, new NpgsqlConnectionStringBuilder(connection).Port), connection))).GoAsync(servers);
    }

    /// <summary>One server on SQLite.</summary>
    public static async Task<World> OnSqliteAsync() => await (await EmptyAsync(null)).GoAsync(1);

    /// <summary>Starts the servers together, and gives them what to report on.</summary>
    public async Task<World> GoAsync(int servers)
    {
        for (var i = 0; i < servers; i++) Start();
        foreach (var node in nodes) await node.ServingAsync(Ct);
        await GiveReportAsync();
        return this;
    }

    /// <summary>From now on servers are started on another database, and what is known of the plans counts there.</summary>
    public void MoveTo(Store store) => Store = store;

    public string Data(int number) => folder.File("data-" + number.ToString(CultureInfo.InvariantCulture));

    /// <summary>Starts one more server, in the first free data folder or in <paramref name="data"/>.</summary>
    public ServerProcess Start(string? data = null, string? program = null, params (string Key, string? Value)[] settings) => Start(data, program, [], settings);

    /// <summary>The same program with arguments: a command.</summary>
    public ServerProcess Start(string? data, string? program, string[] arguments, (string Key, string? Value)[] settings)
    {
        var all = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["ASPNETCORE_URLS"] = "http://127.0.0.1:0",
            ["ConnectionStrings__Broadsheet"] = Store.Connection,
            ["Broadsheet__Data"] = data ?? only ?? Data(nodes.Count),
            ["Broadsheet__Demo"] = "false",
            ["Broadsheet__Bootstrap__Email"] = Operator,
            ["Broadsheet__Bootstrap__ApiKey"] = Key,
            ["Broadsheet__Outbound__Allow"] = "127.0.0.0/8",
            ["Broadsheet__Mail__Host"] = "127.0.0.1",
            ["Broadsheet__Mail__Port"] = Mail.Port.ToString(CultureInfo.InvariantCulture),
            ["Broadsheet__Mail__Security"] = "none",
            ["Broadsheet__Mail__From"] = "reports@example.com",
        };
        foreach (var (key, value) in settings) all[key] = value;
        var node = ServerProcess.Start(all, program, arguments);
        nodes.Add(node);
        return node;
    }

    public async Task GiveReportAsync()
    {
        var at = new NpgsqlConnectionStringBuilder(source);
        await WantAsync(201, "POST", "/api/v1/data-sources", new JsonObject
        {
            ["name"] = "rows", ["type"] = "postgres",
            ["settings"] = new JsonObject { ["host"] = "127.0.0.1", ["port"] = at.Port, ["database"] = at.Database, ["user"] = "reports", ["password"] = "none", ["tls"] = "disable" },
        });
        await WantAsync(201, "POST", "/api/v1/reports/templates", new JsonObject { ["text"] = Report });
    }

    /// <summary>Makes <paramref name="count"/> more plans, not due yet.</summary>
    public async Task<IReadOnlyList<Plan>> PlanAsync(int count, double pause = 0)
    {
        var made = Enumerable.Range(Plans.Count, count).Select(i => Plan.Of(i, Now)).ToList();
        foreach (var plan in made) await PlanAsync(plan, pause);
        return made;
    }

    public async Task<string> PlanAsync(Plan plan, double pause = 0, string overlap = "allow")
    {
        var made = await WantAsync(201, "POST", Schedules, new JsonObject
        {
            ["name"] = plan.Name,
            ["schedule_type"] = "cron",
            ["schedule_config"] = new JsonObject { ["expression"] = plan.Cron, ["timezone"] = plan.Zone },
            ["report_type"] = "slots",
            ["filters"] = new JsonObject { ["pause"] = pause },
            ["formats"] = new JsonArray("csv"),
            ["destinations"] = new JsonArray(plan.ByMail
                ? new JsonObject { ["type"] = "email", ["to"] = new JsonArray(plan.Recipient) }
                : new JsonObject { ["type"] = "webhook", ["url"] = Hooks.Address(plan.Name) }),
            ["policy"] = new JsonObject { ["misfire"] = "all", ["overlap"] = overlap, ["max_attempts"] = 5, ["pause_after_failures"] = 0 },
        });
        Plans.Add(plan);
        return ids[plan.Name] = made["id"]!.GetValue<string>();
    }

    /// <summary>The plans' schedules stand at their first slot, as if no server had been there since.</summary>
    public async Task DueAsync(IEnumerable<Plan> plans)
    {
        var sql = string.Join("; ", plans.Select(p => string.Create(CultureInfo.InvariantCulture,
            $"update report_schedules set next_run_at = '{Sql(p.Slots[0])}' where id = '{ids[p.Name]}'")));
        await Store.ExecuteAsync(Store.Connection is null ? sql : sql + "; notify broadsheet_schedules");
    }

    public string IdOf(Plan plan) => ids[plan.Name];

    /// <summary>Asks whichever server answers.</summary>
    public async Task<JsonNode> WantAsync(int status, string method, string path, JsonNode? body = null)
    {
        (int Status, JsonNode? Body)? answer = null;
        await Eventually.HoldsAsync($"{method} {path} answers {status}.", Patience, async () =>
        {
            foreach (var node in nodes.Where(n => !n.HasExited))
            {
                answer = await node.AskAsync(method, path, body?.DeepClone(), Key, Ct);
                if (answer is { } a && a.Status < 500) return true;
            }

            return false;
        }, () => string.Join("\n\n", nodes.Select(n => n.Log)), Ct);
        Assert.True(answer!.Value.Status == status, $"{method} {path} answered {answer.Value.Status} {answer.Value.Body?.ToJsonString()}");
        return answer.Value.Body ?? new JsonObject();
    }

    public static Instant Now => Instant.FromDateTimeOffset(TimeProvider.System.GetUtcNow());

    public static string Iso(Instant instant) => InstantPattern.General.Format(instant);

    public string Logs => string.Join("\n-----\n", nodes.Select(n => n.Log));

    public async ValueTask DisposeAsync()
    {
        foreach (var node in nodes) await node.DisposeAsync();
        await Hooks.DisposeAsync();
        await Mail.DisposeAsync();
        folder.Dispose();
    }

    private string Sql(Instant instant) => Store.Connection is null
        ? InstantPattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm:ss.ffffff'Z'").Format(instant)
        : Iso(instant);
}
