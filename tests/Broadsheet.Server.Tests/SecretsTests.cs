using System.Text;
using System.Text.Json.Nodes;
using Broadsheet.Core.Audit;
using Broadsheet.Core.Ports;
using Broadsheet.Server.Tests.Events;
using Broadsheet.Server.Tests.Http;
using Broadsheet.Server.Tests.Runs;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Npgsql;
using Xunit;

namespace Broadsheet.Server.Tests;

/// <summary>
/// Secrets of a data source, a connection, a destination and the settings, while all that holds them fails and repeats them. They are
/// looked for wherever something is written down or answered.
/// </summary>
public sealed class SecretsTests
{
    private const string Audit = "/api/v1/audit";
    private const string Canary = "No secret, and so to be found";
    private static readonly Dictionary<string, string> Planted = new() { ["sourceword"] = "a\"sourceword<ü>+/=", ["connectionword"] = "b\"connectionword<ü>+/=", ["destinationword"] = "c\"destinationword<ü>+/=", ["mailword"] = "d\"mailword<ü>+/=" };

    private readonly List<(string Where, string Text)> seen = [];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_secret_is_nowhere_whatever_fails(bool postgres)
    {
        var log = new WholeLog();
        await using var jobs = await StartAsync(log, postgres);
        await using (var heard = await EventStream.OpenAsync(jobs.Live))
        {
            foreach (var fails in new[] { "opening", "role", "query", "rows", "bug" }) await FailSourceAsync(jobs, fails);
            await FailDeliveriesAsync(jobs, log);
            await FailRequestsAsync(jobs, log);
            var body = JobServer.Body();
            body["name"] = Canary;
            var last = await jobs.CreateAsync(body);
            await WalkAsync(jobs);
            seen.AddRange((await heard.UntilAsync(e => e["id"]?.GetValue<string>() == last)).Select(e => ("events", e.ToJsonString())));
        }

        seen.Add(("log", log.Text));
        foreach (var stored in await StoredAsync(jobs.Live)) seen.Add(stored);
        Assert.Contains(seen, s => s.Where == "log" && s.Text.Contains(Redaction.Mark, StringComparison.Ordinal));
        Assert.True(seen.Count(s => s.Text.Contains(Redaction.Mark, StringComparison.Ordinal)) > 20, "Hardly anything was repeated: the test looks in the wrong places.");
        Assert.Empty(Leaks(Planted.Keys).Take(20));

        // What is no secret is found in each of these places: they are really looked into.
        var found = string.Join('\n', seen.Where(s => s.Text.Contains(Canary, StringComparison.Ordinal)).Select(s => s.Where).Distinct());
        Assert.All(new[] { postgres ? "report_schedules" : "broadsheet.db", "GET /api/v1/reports/schedules", "GET /api/v1/audit/export?format=csv" }, place => Assert.Contains(place, found, StringComparison.Ordinal));
    }

    /// <summary>The same failures, logged by the framework's own factory: each secret is there, and is found.</summary>
    [Fact]
    public async Task A_log_that_nothing_is_taken_out_of_has_the_secrets_in_it()
    {
        var log = new WholeLog();
        await using var jobs = await StartAsync(log, postgres: false, builder => builder.Services.Replace(ServiceDescriptor.Singleton<ILoggerFactory, LoggerFactory>()));
        await FailSourceAsync(jobs, "bug");
        await FailDeliveriesAsync(jobs, log);
        Assert.Empty(Leaks(Planted.Keys));
        seen.Add(("log", log.Text));
        foreach (var word in new[] { "sourceword", "connectionword", "destinationword" })
            Assert.Equal(Parrot.Traces(Planted[word], word).Count(), Leaks([word]).Count());
    }

    [Fact]
    public void A_secret_is_found_in_each_form_it_takes()
    {
        foreach (var (word, secret) in Planted)
        {
            var said = Redaction.Text(Parrot.Say(secret), Redaction.Forms(secret));
            Assert.All(Parrot.Traces(secret, word), trace => Assert.DoesNotContain(trace, said, StringComparison.Ordinal));
            Assert.All(Parrot.Traces(secret, word), trace => Assert.Contains(trace, Parrot.Say(secret), StringComparison.Ordinal));
        }

        for (var before = 0; before < 4; before++)
        {
            for (var after = 0; after < 4; after++)
            {
                var bytes = Encoding.UTF8.GetBytes(new string('<', before) + "six6ix" + new string('>', after));
                var left = Redaction.Text(Convert.ToBase64String(bytes), Redaction.Forms("six6ix"));
                Assert.True(left.Replace(Redaction.Mark, "", StringComparison.Ordinal).Length <= 10, left);
            }
        }
    }

    private static Task<JobServer> StartAsync(WholeLog log, bool postgres, Action<WebApplicationBuilder>? more = null)
    {
        (string, string?)[] settings = [("Broadsheet:Mail:Host", "127.0.0.1"), ("Broadsheet:Mail:Port", "1"), ("Broadsheet:Mail:User", "reports"), ("Broadsheet:Mail:Password", Planted["mailword"]),
            ("Broadsheet:Mail:From", "reports@example.com"), ("Broadsheet:Outbound:Allow", "127.0.0.0/8"), ("Logging:LogLevel:Default", "Trace")];
        return JobServer.StartAsync(
            builder =>
            {
                builder.Logging.AddProvider(log);
                builder.Services.AddSingleton<IDataSource, ParrotSource>().AddSingleton<IDeliveryChannel, ParrotChannel>();
                more?.Invoke(builder);
            }, postgres, true, settings);
    }

    /// <summary>Where what is left of a secret stands.</summary>
    private IEnumerable<string> Leaks(IEnumerable<string> words) =>
        from s in seen
        from trace in words.SelectMany(word => Parrot.Traces(Planted[word], word))
        let at = s.Text.IndexOf(trace, StringComparison.Ordinal)
        where at >= 0
        select $"{s.Where}: …{s.Text[Math.Max(0, at - 80)..Math.Min(s.Text.Length, at + 40)]}…";

    private async Task FailSourceAsync(JobServer jobs, string fails)
    {
        var live = jobs.Live;
        var at = (await SaidAsync(live, 201, "POST", "/api/v1/data-sources", new { name = fails, type = "parrot", settings = new { fails, password = Planted["sourceword"] } })).Header("Location")!;
        await SaidAsync(live, 200, "POST", at + "/test");
        await SaidAsync(live, null, "PATCH", at, new { settings = new { password = new string('x', 5000) } });
        var text = JobServer.Document("report_" + fails, "select 1", fails);
        var report = (await SaidAsync(live, 201, "POST", "/api/v1/reports/templates", new { text = text.Replace("default: EU }", "default: EU, choices_sql: \"select 1\" }", StringComparison.Ordinal) })).Json["id"]!.GetValue<string>();
        var bug = fails == "bug";
        await SaidAsync(live, bug ? 500 : null, "POST", $"/api/v1/reports/templates/{report}/render", new { format = "csv", filters = new { region = "EU" } });
        await SaidAsync(live, bug ? 500 : null, "POST", "/api/v1/reports/templates/preview", new { text, format = "csv" });
        await SaidAsync(live, bug ? 500 : null, "GET", $"/api/v1/reports/templates/{report}/choices?parameter=region");
        var body = JobServer.Body("report_" + fails);
        body["policy"] = new JsonObject { ["max_attempts"] = 1 };
        seen.Add(("run", (await jobs.RunAsync(await jobs.CreateAsync(body))).ToJsonString()));
        body["for_each"] = new JsonObject { ["query"] = "select suite as \"to\"", ["source"] = fails };
        body["destinations"] = new JsonArray(new JsonObject { ["type"] = "email" });
        seen.Add(("burst", (await jobs.RunAsync(await jobs.CreateAsync(body))).ToJsonString()));
    }

    private async Task FailDeliveriesAsync(JobServer jobs, WholeLog log)
    {
        var live = jobs.Live;
        var at = (await SaidAsync(live, 201, "POST", "/api/v1/connections", new { name = "parrot", type = "parrot", @default = true, settings = new { key = Planted["connectionword"] } })).Header("Location")!;
        await SaidAsync(live, 200, "POST", at + "/test");
        await SaidAsync(live, 201, "POST", "/api/v1/invitations", new { email = "new@example.com", role = "viewer", mail = true });
        foreach (var fails in new[] { "rejected", "failed", "uncertain", "sent", "bug" })
        {
            var body = JobServer.Body();
            body["policy"] = new JsonObject { ["max_attempts"] = 1 };
            body["destinations"] = new JsonArray(new JsonObject { ["type"] = "parrot", ["to"] = new JsonArray("polly-" + fails), ["fails"] = fails, ["token"] = Planted["destinationword"] });
            var made = await SaidAsync(live, 201, "POST", JobServer.Schedules, body.ToJsonString());
            var run = (await live.WantAsync(202, "POST", made.Header("Location") + "/run")).Json["run_id"]!.GetValue<string>();
            if (fails != "bug") seen.Add(("run", (await jobs.EndAsync(run, r => r["deliveries"] is JsonArray { Count: 1 } all && (all[0]!["error"] is not null || all[0]!["sent_at"] is not null))).ToJsonString()));
            else await JobServer.UntilAsync(() => Task.FromResult(log.Text.Contains("ended unexpectedly", StringComparison.Ordinal)));
            await SaidAsync(live, 422, "PUT", made.Header("Location")!, """{ "destinations": [ { "type": "parrot", "to": ["x"], "token": 7 } ] }""");
        }
    }

    private async Task FailRequestsAsync(JobServer jobs, WholeLog log)
    {
        var secret = Planted["connectionword"];
        await SaidAsync(jobs.Live, 422, "POST", "/api/v1/connections", new { name = "x", type = "email", settings = new { host = "h", password = secret, pasword = secret } });
        jobs.Live.Services.GetRequiredService<ILogger<SecretsTests>>().LogError(new IOException(Parrot.Say(secret)), "Told {What}", Parrot.Say(secret));
        Assert.Contains("Told You said " + Redaction.Mark, log.Text, StringComparison.Ordinal);
    }

    /// <summary>Every route that can be read, with what is there in its place.</summary>
    private async Task WalkAsync(JobServer jobs)
    {
        var live = jobs.Live;
        var walked = 0;
        foreach (var route in (await new IsolationWalk(live).RoutesAsync()).Where(r => r.Method == "GET" && r.Path != "/api/v1/events"))
        {
            var paths = new List<string> { route.Path };
            if (route.Path.Contains('{', StringComparison.Ordinal))
            {
                var list = await live.SendAsync("GET", route.Path[..route.Path.IndexOf("/{", StringComparison.Ordinal)]);
                paths = (int)list.Status == 200 && list.Json is JsonObject page && page["items"] is JsonArray items
                    ? [.. items.Select(i => route.Path.Replace("{id}", (i!["id"] ?? i["person_id"])?.GetValue<string>() ?? "", StringComparison.Ordinal).Replace("{version}", "1", StringComparison.Ordinal))] : [];
            }

            foreach (var path in paths)
            {
                walked++;
                seen.Add((route.ToString(), (await live.SendAsync("GET", path)).Text));
            }
        }

        Assert.True(walked > 60, $"{walked} answers were walked");
        foreach (var path in new[] { Audit + "?limit=200", Audit + "/export?format=csv", Audit + "/export?format=jsonl", Audit + "/analytics", "/healthz/live", "/healthz/ready", "/metrics", "/api/v1/notifications?limit=200" })
            await SaidAsync(live, 200, "GET", path);
    }

    private async Task<Answer> SaidAsync(LiveServer live, int? status, string method, string path, object? body = null)
    {
        var answer = status is { } wanted ? await live.WantAsync(wanted, method, path, body) : await live.SendAsync(method, path, body);
        Assert.True(status is not null || (int)answer.Status is >= 400 and < 600, $"{method} {path} was to fail: {answer}");
        seen.Add(($"{method} {path}", $"{string.Join('\n', answer.Headers.Values)}\n{answer.Text}"));
        return answer;
    }

    /// <summary>All that lies in the store and in the data folder.</summary>
    private static async Task<IReadOnlyList<(string Where, string Text)>> StoredAsync(LiveServer live)
    {
        var found = new List<(string, string)>();
        foreach (var file in Directory.EnumerateFiles(live.Data.Root, "*", SearchOption.AllDirectories))
        {
            try
            {
                await using var open = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                using var reader = new StreamReader(open, Encoding.Latin1);
                found.Add((file, await reader.ReadToEndAsync()));
            }
            catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
            {
                // Work in hand that was cleared away meanwhile.
                continue;
            }
        }

        if (live.Connection is not { } connection) return found;
        await using var source = NpgsqlDataSource.Create(connection);
        await using var tables = source.CreateCommand("select format('select %L as t, x::text from %I.%I x', table_name, table_schema, table_name) from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'");
        var each = new List<string>();
        await using (var reader = await tables.ExecuteReaderAsync()) while (await reader.ReadAsync()) each.Add(reader.GetString(0));
        Assert.True(each.Count > 20);
        await using var rows = source.CreateCommand(string.Join(" union all ", each));
        await using (var reader = await rows.ExecuteReaderAsync()) while (await reader.ReadAsync()) found.Add((reader.GetString(0), reader.GetString(1)));
        return found;
    }
}
