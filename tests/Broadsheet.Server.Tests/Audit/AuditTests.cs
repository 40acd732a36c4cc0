using Broadsheet.Server.Tests.Http;
using Broadsheet.Server.Tests.People;
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
            ["session.opened", "data_source.created", "api_key.created"],
            log.Json["items"]!.AsArray().Select(e => e!["action"]!.GetValue<string>()).Take(3));
        Assert.DoesNotContain("s3cret-word", log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(key["key"]!.GetValue<string>()[20..], log.Text, StringComparison.Ordinal);
        Assert.Equal("127.0.0.1", log.Json["items"]![1]!["origin"]!.GetValue<string>());
        Assert.True(log.Json["items"]![1]!["after"]!["settings"]!["password"]!["set"]!.GetValue<bool>());
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

    [Fact]
    public async Task Auditors_and_admins_read_it_and_nobody_else()
    {
        await using var server = await LiveServer.StartAsync();
        await server.WantAsync(200, "GET", "/api/v1/audit", null, await AccessTests.KeyAsync(server, "auditor"));
        foreach (var role in new[] { "viewer", "editor", "worker" })
        {
            var key = await AccessTests.KeyAsync(server, role);
            await server.WantAsync(403, "GET", "/api/v1/audit", null, key);
            await server.WantAsync(403, "GET", "/api/v1/audit/export?format=csv", null, key);
        }
    }
}
