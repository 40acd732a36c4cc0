using Broadsheet.Server.Tests.Http;
using Broadsheet.Server.Tests.People;
using Broadsheet.Server.Tests.Runs;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Broadsheet.Server.Tests.Audit;

public sealed class AuditTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Changes_are_in_the_log_with_who_and_where_and_without_secrets(bool postgres)
    {
        await using var server = await LiveServer.StartAsync(postgres);
        var key = (await server.WantAsync(201, "POST", "/api/v1/api-keys", new { name = "logged", role = "viewer" })).Json;
        await server.WantAsync(201, "POST", "/api/v1/data-sources", new { name = "sales", type = "pretend", settings = new { host = "db.example.com", password = "s3cret-word" } });
        await server.WantAsync(401, "POST", "/api/v1/session", new { token = "x" }, "");
        await server.WantAsync(204, "POST", "/api/v1/session", new { email = LiveServer.Email, password = LiveServer.Password }, "");
        var log = await server.WantAsync(200, "GET", "/api/v1/audit");
        Assert.Equal(
            ["session.opened", "session.refused", "data_source.created", "api_key.created"],
            log.Json["items"]!.AsArray().Select(e => e!["action"]!.GetValue<string>()).Take(4));
        Assert.DoesNotContain("s3cret-word", log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(key["key"]!.GetValue<string>()[20..], log.Text, StringComparison.Ordinal);
        Assert.Equal("127.0.0.1", log.Json["items"]![2]!["origin"]!.GetValue<string>());
        Assert.True(log.Json["items"]![2]!["after"]!["settings"]!["password"]!["set"]!.GetValue<bool>());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task It_is_filtered_paged_and_exported(bool postgres)
    {
        await using var server = await LiveServer.StartAsync(postgres);
        for (var i = 0; i < 5; i++) await AccessTests.KeyAsync(server, "viewer");
        var first = (await server.WantAsync(200, "GET", "/api/v1/audit?action=api_key.*&limit=3")).Json;
        var second = (await server.WantAsync(200, "GET", "/api/v1/audit?action=api_key.*&limit=3&cursor=" + first["next_cursor"]!.GetValue<string>())).Json;
        Assert.Equal([3, 2], new[] { first["items"]!.AsArray().Count, second["items"]!.AsArray().Count });
        Assert.Null(second["next_cursor"]);
        Assert.Equal(5, first["items"]!.AsArray().Concat(second["items"]!.AsArray()).Select(e => e!["id"]!.GetValue<string>()).Distinct().Count());
        var entry = first["items"]![0]!;
        Assert.Single((await server.WantAsync(200, "GET", "/api/v1/audit?object_id=" + entry["object_id"]!.GetValue<string>())).Json["items"]!.AsArray());
        Assert.Equal(7, (await server.WantAsync(200, "GET", "/api/v1/audit?person=" + entry["person_id"]!.GetValue<string>())).Json["items"]!.AsArray().Count);
        Assert.Empty((await server.WantAsync(200, "GET", "/api/v1/audit?to=2020-01-01T00:00:00Z")).Json["items"]!.AsArray());
        Assert.Equal(2, (await server.WantAsync(422, "GET", "/api/v1/audit?from=yesterday&person=me")).Json["errors"]!.AsArray().Count);

        var csv = await server.WantAsync(200, "GET", "/api/v1/audit/export?format=csv&action=api_key.created");
        Assert.StartsWith("text/csv", csv.Header("Content-Type"), StringComparison.Ordinal);
        Assert.Equal(6, csv.Text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
        var lines = await server.WantAsync(200, "GET", "/api/v1/audit/export?format=jsonl&action=audit.exported");
        Assert.Equal("audit.exported", System.Text.Json.Nodes.JsonNode.Parse(lines.Text.Split('\n')[0])!["action"]!.GetValue<string>());
        await server.WantAsync(422, "GET", "/api/v1/audit/export?format=pdf");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task It_is_searched_checked_and_counted(bool postgres)
    {
        await using var server = await LiveServer.StartAsync(postgres);
        await AccessTests.KeyAsync(server, "viewer");
        await server.WantAsync(401, "POST", "/api/v1/session", new { email = LiveServer.Email, password = "Wrong-horse-7-battery" }, "");
        await server.WantAsync(401, "POST", "/api/v1/session", new { email = "my-Secret-typed-here", password = "x" }, "");
        var refused = (await server.WantAsync(200, "GET", "/api/v1/audit?outcome=failed")).Json["items"]!.AsArray();
        Assert.Equal(["unknown", server.First!.Operator.ToString()], refused.Select(e => e!["object_id"]!.GetValue<string>()));
        Assert.All(refused, e => Assert.Null(e!["person_id"]));
        Assert.Equal(2, (await server.WantAsync(200, "GET", "/api/v1/audit?q=REFUSED")).Json["items"]!.AsArray().Count);
        Assert.Empty((await server.WantAsync(200, "GET", "/api/v1/audit?q=my-secret")).Json["items"]!.AsArray());
        Assert.Empty((await server.WantAsync(200, "GET", "/api/v1/audit?q=%25_&outcome=done")).Json["items"]!.AsArray());
        Assert.Equal("outcome", (await server.WantAsync(422, "GET", "/api/v1/audit?outcome=fail")).Json["errors"]![0]!["field"]!.GetValue<string>());

        var verdict = (await server.WantAsync(200, "GET", "/api/v1/audit/verify")).Json;
        Assert.Equal("intact", verdict["status"]!.GetValue<string>());
        var last = (await server.WantAsync(200, "GET", "/api/v1/audit?limit=1")).Json["items"]![0]!;
        Assert.Equal((last["number"]!.GetValue<long>(), last["hash"]!.GetValue<string>()), (verdict["number"]!.GetValue<long>(), verdict["hash"]!.GetValue<string>()));
        Assert.Equal("intact", (await server.WantAsync(200, "GET", $"/api/v1/audit/verify?number={last["number"]}&hash={last["hash"]}")).Json["status"]!.GetValue<string>());
        Assert.Equal(2, (await server.WantAsync(422, "GET", "/api/v1/audit/verify?number=x&hash=y")).Json["errors"]!.AsArray().Count);
        await server.StoreAsync(db => db.AuditEntries.Where(e => e.Number == 2).ExecuteUpdateAsync(s => s.SetProperty(e => e.Actor, "nobody")));
        Assert.Equal("edited", (await server.WantAsync(200, "GET", "/api/v1/audit/verify")).Json["findings"]![0]!["kind"]!.GetValue<string>());

        var numbers = (await server.WantAsync(200, "GET", "/api/v1/audit/analytics")).Json;
        Assert.Equal(2, numbers["failed"]!.GetValue<int>());
        Assert.Equal(numbers["entries"]!.GetValue<int>(), numbers["over_time"]!.AsArray().Sum(d => d!["count"]!.GetValue<int>()));
        Assert.Equal("session.refused", numbers["failures"]![0]!["action"]!.GetValue<string>());
        Assert.Contains(numbers["by_person"]!.AsArray(), p => p!["person_id"]?.GetValue<string>() == server.First.Operator.ToString());
        Assert.Contains(numbers["by_object"]!.AsArray(), o => o!["object_type"]!.GetValue<string>() == "api_key");
        await server.WantAsync(422, "GET", "/api/v1/audit/analytics?from=2020-01-01T00:00:00Z&to=2026-01-01T00:00:00Z");
    }

    /// <summary>What was done, and a value that it changed: as it was, and as it has become.</summary>
    [Fact]
    public async Task An_edit_says_what_was_before_and_what_after_a_deletion_what_there_was()
    {
        await using var jobs = await JobServer.StartAsync(worker: false);
        var server = jobs.Live;
        async Task ChangedAsync(string action, string member, string? before, string? after)
        {
            var entry = (await server.WantAsync(200, "GET", "/api/v1/audit?limit=1&action=" + action)).Json["items"]![0]!;
            string? At(string side) => member.Split('.').Aggregate(entry[side], (node, name) => node?[name])?.ToString();
            Assert.Equal((action, before, after), (action, At("before"), At("after")));
            Assert.DoesNotContain("first-word", entry.ToJsonString(), StringComparison.Ordinal);
            Assert.DoesNotContain("second-word", entry.ToJsonString(), StringComparison.Ordinal);
        }

        var source = (await server.WantAsync(201, "POST", "/api/v1/data-sources", new { name = "a", type = "pretend", settings = new { host = "one.example.com", password = "first-word" } })).Header("Location")!;
        await ChangedAsync("data_source.created", "settings.host", null, "one.example.com");
        await server.WantAsync(200, "PATCH", source, new { settings = new { host = "two.example.com", password = "second-word" } });
        await ChangedAsync("data_source.edited", "settings.host", "one.example.com", "two.example.com");
        await ChangedAsync("data_source.edited", "settings.password.set", "true", "true");
        await server.WantAsync(204, "DELETE", source);
        await ChangedAsync("data_source.deleted", "settings.host", "two.example.com", null);

        var mail = (await server.WantAsync(201, "POST", "/api/v1/connections", new { name = "mail", type = "email", settings = new { host = "one.example.com", from = "a@example.com", user = "u", password = "first-word" } })).Header("Location")!;
        await server.WantAsync(200, "PATCH", mail, new { settings = new { host = "two.example.com", password = "second-word" } });
        await ChangedAsync("connection.edited", "settings.host", "one.example.com", "two.example.com");
        await server.WantAsync(204, "DELETE", mail);
        await ChangedAsync("connection.deleted", "settings.host", "two.example.com", null);

        var body = JobServer.Body();
        var schedule = JobServer.Schedules + "/" + await jobs.CreateAsync(body);
        body["name"] = "Other";
        await server.WantAsync(200, "PUT", schedule, body.ToJsonString());
        await ChangedAsync("schedule.updated", "name", "Daily quality", "Other");
        await server.WantAsync(204, "DELETE", schedule);
        await ChangedAsync("schedule.deleted", "name", "Other", null);
        var member = (await server.WantAsync(201, "POST", "/api/v1/members", new { email = "m@example.com", role = "viewer" })).Header("Location")!;
        await server.WantAsync(200, "PATCH", member, new { role = "editor" });
        await ChangedAsync("member.role_changed", "role", "viewer", "editor");
        await server.WantAsync(200, "PATCH", "/api/v1/workspaces/" + server.First!.Workspace, new { retention = new { runs_days = 30 } });
        await ChangedAsync("workspace.edited", "retention.runs_days", null, "30");
    }

    [Fact]
    public async Task Auditors_and_admins_read_it_and_nobody_else()
    {
        await using var server = await LiveServer.StartAsync();
        await server.WantAsync(200, "GET", "/api/v1/audit", null, await AccessTests.KeyAsync(server, "auditor"));
        foreach (var role in new[] { "viewer", "editor", "worker" })
        {
            var key = await AccessTests.KeyAsync(server, role);
            await server.WantAsync(403, "GET", "/api/v1/audit", null, key);
            foreach (var path in new[] { "export?format=csv", "verify", "analytics" }) await server.WantAsync(403, "GET", "/api/v1/audit/" + path, null, key);
        }
    }
}
