using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Broadsheet.Server.Tests.Deliveries;
using Broadsheet.Testing;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Broadsheet.Server.Tests.Http;

/// <summary>sqlmap against the program itself, with the demo's data: every parameter of a query that the API document names, and bodies that become values of SQL.</summary>
public sealed class SqlmapTests
{
    private const int AtATime = 3;

    /// <summary>Values that get past the checks of their parameters, so that they reach the store; "quality" for the others.</summary>
    private static readonly Dictionary<string, string> Values = new(StringComparer.Ordinal)
    {
        ["limit"] = "2", ["enabled"] = "true", ["state"] = "ok", ["owner"] = LiveServer.Email, ["report_type"] = "quality_summary", ["channel"] = "email", ["sort"] = "name", ["recent"] = "3", ["total"] = "true",
        ["from"] = "2026-01-01T00:00:00Z", ["to"] = "2027-01-01T00:00:00Z", ["action"] = "schedule.*", ["object_type"] = "schedule", ["object_id"] = "0199a1b2-0000-7000-8000-000000000001", ["outcome"] = "done", ["unread"] = "true",
        ["schedule_id"] = "0199a1b2-0000-7000-8000-000000000001", ["id"] = "0199a1b2-0000-7000-8000-000000000001", ["type"] = "member", ["against"] = "1", ["parameter"] = "region", ["number"] = "1", ["format"] = "csv", ["status"] = "succeeded",
        ["hash"] = new string('0', 64),
    };

    [Fact]
    public async Task Sqlmap_finds_no_parameter_that_can_be_injected()
    {
        Assert.SkipWhen(Sqlmap.WhyNot is not null, Sqlmap.WhyNot ?? "");
        using var folder = new TempFolder();
        await using var server = await KilledServer.StartAsync(folder.Path, [("Broadsheet:Limits:PerCaller", "10000000"), ("Broadsheet:Limits:PerAddress", "10000000"), ("Broadsheet:Limits:SignIns", "10000000"), ("Broadsheet:Worker", "false")]);
        var targets = await TargetsAsync(server);
        var wrong = new ConcurrentBag<string>();
        var tried = 0;
        await Parallel.ForEachAsync(targets, new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = TestContext.Current.CancellationToken }, async (target, _) => await TryAsync(target));

        // By itself: each attempt is an entry of the audit log, whose pages would change under the others.
        var body = new JsonObject { ["email"] = LiveServer.Email, ["password"] = "x" };
        await TryAsync(new("/api/v1/session", ["email", "password"], body.ToJsonString()));
        TestContext.Current.TestOutputHelper?.WriteLine($"{tried} parameters of {targets.Count + 1} routes");
        Assert.True(wrong.IsEmpty, string.Join('\n', wrong));
        Assert.True(tried >= 70, $"Only {tried} parameters were tried.");

        async Task TryAsync(SqlmapTarget target)
        {
            var (found, cleared, text) = await Sqlmap.RunAsync(server.Address, LiveServer.Key, target);
            var untried = target.Parameters.Where(p => !cleared.Contains(p)).ToList();
            Interlocked.Add(ref tried, cleared.Count);
            if (found || untried.Count > 0) wrong.Add($"{target.Path}: {(found ? "injectable" : "did not try " + string.Join(", ", untried))}\n{text}");
        }
    }

    [Fact]
    public async Task Sqlmap_finds_the_one_that_can_be()
    {
        Assert.SkipWhen(Sqlmap.WhyNot is not null, Sqlmap.WhyNot ?? "");
        await using var open = new Injectable();
        var (found, cleared, text) = await Sqlmap.RunAsync(open.Address, LiveServer.Key, new("/people?name=ann&other=1", ["name", "other"]));
        Assert.True(found && !cleared.Contains("name"), text);
    }

    private static async Task<IReadOnlyList<SqlmapTarget>> TargetsAsync(KilledServer server)
    {
        var template = (await server.WantAsync(200, "GET", "/api/v1/reports/templates?q=quality&limit=1"))["items"]![0]!["id"]!.GetValue<string>();
        var schedule = (await server.WantAsync(201, "POST", Runs.JobServer.Schedules, Runs.JobServer.Body("quality_summary")))["id"]!.GetValue<string>();
        await server.WantAsync(201, "POST", Runs.JobServer.Schedules, Runs.JobServer.Body("quality_summary"));
        var me = (await server.WantAsync(200, "GET", "/api/v1/me"))["person"]!["id"]!.GetValue<string>();
        var (targets, refused) = (new List<SqlmapTarget>(), new List<string>());
        foreach (var (path, operations) in (await server.WantAsync(200, "GET", "/openapi/v1.json"))["paths"]!.AsObject())
        {
            var names = operations!["get"]?["parameters"]?.AsArray().Where(p => p!["in"]!.GetValue<string>() == "query").Select(p => p!["name"]!.GetValue<string>()).ToList() ?? [];
            if (names.Count == 0) continue;
            var at = path.Replace("{id}", path.Contains("templates", StringComparison.Ordinal) ? template : schedule, StringComparison.Ordinal).Replace("{version}", "1", StringComparison.Ordinal);
            Values["id"] = Values["person"] = me;
            Values["status"] = path.Contains("approvals", StringComparison.Ordinal) ? "waiting" : "succeeded";
            var cursor = names.Contains("cursor") ? (await server.WantAsync(200, "GET", $"{at}?limit=1{(names.Contains("sort") ? "&sort=name" : "")}"))["next_cursor"]?.GetValue<string>() : null;
            if (cursor is null) names.Remove("cursor");
            var target = at + "?" + string.Join('&', names.Select(n => $"{n}={Uri.EscapeDataString(n == "cursor" ? cursor! : Values.GetValueOrDefault(n, "quality"))}"));
            var (status, text) = await server.GetAsync(target);
            if (status != 200) refused.Add($"{target}: {text}");
            targets.Add(new(target, names));
        }

        Assert.True(refused.Count == 0, "Refused before they reach the store; give their parameters values here: " + string.Join('\n', refused));
        targets.Add(new($"/api/v1/reports/templates/{template}/render", ["region"], """{"format":"csv","filters":{"region":"EU"}}"""));
        targets.Add(new(Runs.JobServer.Schedules + "/parse", ["text", "timezone"], """{"text":"every day at 9","timezone":"Europe/Warsaw"}"""));
        return targets;
    }

    /// <summary>A server that pastes what it is asked for into its SQL.</summary>
    private sealed class Injectable : IAsyncDisposable
    {
        private readonly HttpListener listener = new();
        private readonly SqliteConnection people = new("Data Source=:memory:");
        private readonly Task answering;

        public Injectable()
        {
            using (var free = new TcpListener(IPAddress.Loopback, 0))
            {
                free.Start();
                Address = new Uri($"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}/");
            }

            people.Open();
            Read("create table people (name text, city text); insert into people values ('ann', 'Oslo'), ('bob', 'Rome');");
            listener.Prefixes.Add(Address.ToString());
            listener.Start();
            answering = AnswerAsync();
        }

        public Uri Address { get; }

        public async ValueTask DisposeAsync()
        {
            listener.Stop();
            await answering;
            listener.Close();
            await people.DisposeAsync();
        }

        private string Read(string sql)
        {
            using var command = people.CreateCommand();
#pragma warning disable CA2100 // It is what this server is for.
            command.CommandText = sql;
#pragma warning restore CA2100
            var text = "";
            using var reader = command.ExecuteReader();
            while (reader.Read()) text += $"<li>{reader.GetValue(0)} of {reader.GetValue(1)}</li>";
            return text;
        }

        private async Task AnswerAsync()
        {
            try
            {
                while (true)
                {
                    var context = await listener.GetContextAsync();
                    var text = "<h1>People</h1>";
                    try
                    {
                        text += Read($"select name, city from people where name = '{context.Request.QueryString["name"]}'");
                    }
                    catch (SqliteException e)
                    {
                        text += e.Message;
                    }

                    await context.Response.OutputStream.WriteAsync(System.Text.Encoding.UTF8.GetBytes(text));
                    context.Response.Close();
                }
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }
}
