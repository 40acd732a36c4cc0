using System.Text.Json.Nodes;
using Broadsheet.Server.Tests.Deliveries;
using Broadsheet.Server.Tests.Reports.Rendering;
using Broadsheet.Server.Tests.Runs;
using Broadsheet.Testing;
using Xunit;

namespace Broadsheet.Server.Tests.Http;

/// <summary>What sqlmap is pointed at: requests that are answered as they stand, so that what it puts into them gets as far as it can.</summary>
internal sealed class SqlmapTargets
{
    private const string Templates = "/api/v1/reports/templates";
    private const string Data = """
        create table cases (suite text, passed integer, day date, severity text, flaky boolean);
        insert into cases values ('login', 98, '2026-11-17', 'low', false), ('cart', 70, '2026-11-18', 'high', true), ('us', 10, '2026-11-19', 'low', false);
        """;

    /// <summary>A report with a filter of every type, all of which reach the database.</summary>
    private const string Document = """
        ---
        title: Cases {{word}}
        report_type: cases
        source: cases
        parameters:
          word: { type: text, default: login, choices_sql: "select distinct suite from cases" }
          suites: { type: text, multiple: true, default: [login, cart] }
          least: { type: number, default: 1 }
          flaky: { type: boolean, default: false }
          since: { type: date, default: "2026-01-01" }
          severity: { type: choice, choices: [low, high], default: low }
          span: { type: period, default: last_week }
        ---
        # Cases of {{word}}

        ```sql cases
        select suite, passed from cases
        where (suite = @word or severity = @severity) and suite in (@suites, 'us') and passed >= @least and day >= @since and flaky = @flaky and day < @span_end
        order by suite
        ```

        ```table cases
        ```
        """;

    /// <summary>Values that get past the checks of their parameters, so that they reach the store; "quality" for the others.</summary>
    private static readonly Dictionary<string, string> Usual = new(StringComparer.Ordinal)
    {
        ["limit"] = "2", ["enabled"] = "true", ["state"] = "ok", ["owner"] = LiveServer.Email, ["report_type"] = "quality_summary", ["channel"] = "email", ["sort"] = "name", ["recent"] = "3", ["total"] = "true",
        ["from"] = "2026-01-01T00:00:00Z", ["to"] = "2027-01-01T00:00:00Z", ["action"] = "schedule.*", ["object_type"] = "schedule", ["object_id"] = "0199a1b2-0000-7000-8000-000000000001", ["outcome"] = "done", ["unread"] = "true",
        ["schedule_id"] = "0199a1b2-0000-7000-8000-000000000001", ["type"] = "member", ["against"] = "1", ["parameter"] = "region", ["number"] = "1", ["format"] = "csv",
        ["hash"] = new string('0', 64),
    };

    private readonly KilledServer server;
    private readonly bool postgres;
    private readonly Dictionary<string, string> values = new(Usual, StringComparer.Ordinal);
    private string quality = "";
    private string cases = "";

    private SqlmapTargets(KilledServer server, bool postgres) => (this.server, this.postgres) = (server, postgres);

    public static SqlmapTarget SignIn { get; } = new("/api/v1/session", ["email", "password"], new JsonObject { ["email"] = LiveServer.Email, ["password"] = "x" }.ToJsonString());

    public static async Task<SqlmapTargets> PrepareAsync(KilledServer server, string sources, bool postgres)
    {
        var targets = new SqlmapTargets(server, postgres);
        await server.WantAsync(201, "POST", "/api/v1/data-sources", new JsonObject { ["name"] = "cases", ["type"] = postgres ? "postgres" : "sqlite", ["settings"] = await SourceAsync(sources, postgres) });
        targets.cases = await targets.MadeAsync(Templates, new() { ["text"] = Document });
        targets.quality = (await server.WantAsync(200, "GET", Templates + "?q=quality&limit=1"))["items"]![0]!["id"]!.GetValue<string>();
        targets.values["id"] = targets.values["person"] = (await server.WantAsync(200, "GET", "/api/v1/me"))["person"]!["id"]!.GetValue<string>();
        return targets;
    }

    /// <summary>What changes nothing: parameters of queries, bodies that are only read, headers, links.</summary>
    public async Task<IReadOnlyList<SqlmapTarget>> ReadingAsync()
    {
        var schedule = await MadeAsync(JobServer.Schedules, JobServer.Body("quality_summary"));
        await MadeAsync(JobServer.Schedules, JobServer.Body("quality_summary"));
        List<SqlmapTarget> targets = [.. await QueriesAsync(schedule)];
        targets.Add(new($"{Templates}/{cases}/render", ["format", "word", "since", "severity", "from", "to"], """{"format":"csv","filters":{"word":"login","suites":["login","cart"],"least":5,"flaky":false,"since":"2026-11-01","severity":"low","span":{"from":"2026-11-01","to":"2026-11-30"}}}"""));
        targets.Add(new($"{Templates}/{cases}/render", ["least"], """{"format":"csv","filters":{"least":5}}"""));
        targets.Add(new($"{Templates}/{cases}/render", ["flaky"], """{"format":"csv","filters":{"flaky":false}}"""));
        targets.Add(new($"{Templates}/{cases}/render", ["#1*"], """{"format":"csv","filters":{"suites":["login*"]}}"""));
        targets.Add(new(Templates + "/preview", ["text", "word", "timezone"], new JsonObject { ["text"] = Document, ["format"] = "csv", ["timezone"] = "Europe/Warsaw", ["filters"] = new JsonObject { ["word"] = "login" } }.ToJsonString()));
        targets.Add(new(JobServer.Schedules + "/parse", ["text", "timezone"], """{"text":"every day at 9","timezone":"Europe/Warsaw"}"""));
        targets.Add(new(JobServer.Schedules + "/preview", ["schedule_type", "timezone"], """{"schedule_type":"daily","schedule_config":{"times":["09:00"],"timezone":"Europe/Warsaw"}}"""));
        targets.Add(new(JobServer.Schedules + "/for-each", ["name", "report_type", "word", "source", "subject"], """{"name":"Burst","schedule_type":"daily","schedule_config":{"times":["09:00"],"timezone":"UTC"},"report_type":"cases","filters":{"word":"login"},"formats":["csv"],"destinations":[{"type":"email","subject":"Cases {{word}}"}],"for_each":{"query":"select 'a@example.com' as \"to\"","source":"cases"}}"""));
        targets.Add(new("/api/v1/me", ["X-Workspace #1*"], Header: "X-Workspace: main*"));
        targets.Add(new("/api/v1/me", ["Authorization #1*"], Header: "Authorization: Bearer bsk_accept01*_" + new string('k', 43)));
        targets.Add(new(JobServer.Schedules + "/parse", ["Idempotency-Key #1*"], """{"text":"every day at 9"}""", Header: "Idempotency-Key: once*"));
        targets.AddRange(new[] { $"{Templates}/{quality}/versions/1*", "/signin/abc*", "/d/abc*", "/recipient/abc*" }.Select(path => new SqlmapTarget(path, ["#1*"])));
        return targets;
    }

    /// <summary>What writes: each a thing of its own, so that none sees what the others do.</summary>
    public async Task<IReadOnlyList<SqlmapTarget>> WritingAsync()
    {
        var mail = new JsonObject { ["name"] = "mail", ["type"] = "email", ["settings"] = new JsonObject { ["host"] = "smtp.example.com", ["from"] = "a@example.com" } };
        var connection = await MadeAsync("/api/v1/connections", mail);
        mail["name"] = "other";
        await MadeAsync("/api/v1/connections", mail);
        var source = await MadeAsync("/api/v1/data-sources", new() { ["name"] = "spare", ["type"] = "postgres", ["settings"] = new JsonObject { ["host"] = "db.example.com", ["database"] = "d", ["user"] = "u", ["password"] = "p" } });
        var calendar = await MadeAsync("/api/v1/calendars", JsonNode.Parse("""{"name":"holidays","dates":[{"date":"2026-12-25","name":"Christmas"}]}""")!.AsObject());
        var schedule = JobServer.Body("cases", "lead@example.com");
        schedule["filters"] = new JsonObject { ["word"] = "login" };
        schedule["destinations"]![0]!["connection"] = "other";
        var weekly = await MadeAsync(JobServer.Schedules, schedule);
        var export = await MadeAsync(JobServer.Exports, JsonNode.Parse("""{"report_type":"cases","format":"csv","recurrence":"every monday at 9","delivery_method":"email","email":"a@example.com"}""")!.AsObject());
        var workspace = (await server.WantAsync(200, "GET", "/api/v1/me"))["workspace"]!["id"]!.GetValue<string>();
        var report = await MadeAsync(Templates, new() { ["text"] = Document.Replace("report_type: cases", "report_type: more_cases", StringComparison.Ordinal) });
        List<SqlmapTarget> targets =
        [
            new($"{JobServer.Schedules}/{weekly}", ["name", "schedule_type", "report_type", "word", "connection"], schedule.ToJsonString(), "PUT"),
            new($"{JobServer.Exports}/{export}", ["name", "report_type", "recurrence", "email", "status"], """{"name":"Weekly","report_type":"cases","recurrence":"every monday at 9","email":"a@example.com","delivery_method":"email","status":"active"}""", "PATCH"),
            new($"/api/v1/connections/{connection}", ["name", "from"], """{"name":"mail","settings":{"from":"a@example.com"}}""", "PATCH"),
            new($"/api/v1/data-sources/{source}", ["name", "database"], """{"name":"spare","settings":{"database":"d"}}""", "PATCH"),
            new($"/api/v1/calendars/{calendar}", ["name"], """{"name":"holidays","dates":[{"date":"2026-12-25","name":"Christmas"}]}""", "PUT"),
            new($"/api/v1/workspaces/{workspace}", ["name", "timezone"], """{"name":"Main","timezone":"Europe/Warsaw"}""", "PATCH"),
            new("/api/v1/delivery-settings", ["subject", "text"], """{"subject":"Quality","text":"Good morning"}""", "PUT"),
            new("/api/v1/notification-settings", ["schedules", "timezone"], """{"schedules":"mine","timezone":"Europe/Warsaw"}""", "PUT"),
            new($"{Templates}/{report}", ["text"], new JsonObject { ["text"] = Document.Replace("report_type: cases", "report_type: more_cases", StringComparison.Ordinal) }.ToJsonString(), "PUT"),
            new($"{JobServer.Schedules}/{weekly}", ["If-Match #1*"], schedule.ToJsonString(), "PUT", "If-Match: v1*"),
        ];
        foreach (var target in targets.Where(t => t.Header is null)) await server.WantAsync(200, target.Method!, target.Path, JsonNode.Parse(target.Body!));
        return targets;
    }

    private static async Task<JsonObject> SourceAsync(string sources, bool postgres)
    {
        if (!postgres)
        {
            RenderWorld.Execute(Path.Combine(sources, "cases.sqlite"), Data);
            return new() { ["path"] = "cases.sqlite" };
        }

        var database = await PostgresCluster.Start().CreateDatabaseAsync();
        var place = new Npgsql.NpgsqlConnectionStringBuilder(database);
        await PostgresCluster.ExecuteAsync(database, Data + "do $$ begin create role mapped_reader login; exception when duplicate_object or unique_violation then null; end $$; grant select on cases to mapped_reader");
        return new() { ["host"] = "127.0.0.1", ["port"] = place.Port, ["database"] = place.Database, ["user"] = "mapped_reader", ["tls"] = "disable" };
    }

    /// <summary>Every route of the API document that reads a query's parameters.</summary>
    private async Task<IReadOnlyList<SqlmapTarget>> QueriesAsync(string schedule)
    {
        var (targets, refused) = (new List<SqlmapTarget>(), new List<string>());
        foreach (var (path, operations) in (await server.WantAsync(200, "GET", "/openapi/v1.json"))["paths"]!.AsObject())
        {
            var names = operations!["get"]?["parameters"]?.AsArray().Where(p => p!["in"]!.GetValue<string>() == "query").Select(p => p!["name"]!.GetValue<string>()).ToList() ?? [];
            if (names.Count == 0) continue;
            var at = path.Replace("{id}", path.Contains("templates", StringComparison.Ordinal) ? quality : schedule, StringComparison.Ordinal).Replace("{version}", "1", StringComparison.Ordinal);
            values["status"] = path.Contains("approvals", StringComparison.Ordinal) ? "waiting" : "succeeded";
            var cursor = names.Contains("cursor") ? (await server.WantAsync(200, "GET", $"{at}?limit=1{(names.Contains("sort") ? "&sort=name" : "")}"))["next_cursor"]?.GetValue<string>() : null;
            if (cursor is null) names.Remove("cursor");
            var target = at + "?" + string.Join('&', names.Select(n => $"{n}={Uri.EscapeDataString(n == "cursor" ? cursor! : values.GetValueOrDefault(n, "quality"))}"));
            var (status, text) = await server.GetAsync(target);
            if (status != 200) refused.Add($"{target}: {text}");

            // Every list reads its limit by the same code: on the slower store once is enough.
            if (postgres && targets.Count > 0) names.Remove("limit");
            if (names.Count > 0) targets.Add(new(target, names));
        }

        Assert.True(refused.Count == 0, "Refused before they reach the store; give their parameters values here: " + string.Join('\n', refused));
        return targets;
    }

    private async Task<string> MadeAsync(string path, JsonObject body) => (await server.WantAsync(201, "POST", path, body))["id"]!.GetValue<string>();
}
