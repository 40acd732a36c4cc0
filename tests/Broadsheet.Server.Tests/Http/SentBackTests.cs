using System.Text.Json.Nodes;
using Broadsheet.Server.Deliveries;
using Broadsheet.Server.Schedules;
using Broadsheet.Server.Tests.Runs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Broadsheet.Server.Tests.Http;

/// <summary>Every PUT and PATCH of the API document that has a GET beside it takes what that answered.</summary>
public sealed class SentBackTests
{
    /// <summary>What changes without anybody changing the resource, and so is not compared.</summary>
    private static readonly string[] ByItself = ["state", "paused_reason", "last_run_at", "last_status", "next_run_at", "updated_at", "channels", "file", "locked_until", "sign_in_path"];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_was_read_is_taken_as_it_is_and_nothing_else_in_its_read_only_members(bool postgres)
    {
        await using var jobs = await JobServer.StartAsync(postgres);
        var (live, walk) = (jobs.Live, await IsolationWalk.PrepareAsync(jobs));
        var document = (await live.WantAsync(200, "GET", "/openapi/v1.json")).Json;
        var walked = new List<string>();
        foreach (var route in (await walk.RoutesAsync()).Where(r => r.Method is "PUT" or "PATCH"))
        {
            var operations = document["paths"]![route.Path] ?? document["paths"]![route.Path + "/"]!;
            if (operations["get"] is null) continue;
            await SendBackAsync(live, route, walk.Filled(route)!, Settable(document, operations[route.Method == "PUT" ? "put" : "patch"]!));
            walked.Add(route.ToString());
        }

        TestContext.Current.TestOutputHelper?.WriteLine(string.Join('\n', walked));
        Assert.True(walked.Count >= 12, string.Join('\n', walked));
    }

    [Fact]
    public async Task What_an_outsider_reads_of_limits_they_can_send_back_and_not_change()
    {
        await using var server = await LiveServer.StartAsync();
        var path = "/api/v1/workspaces/" + server.First!.Workspace;
        await server.WantAsync(200, "PATCH", path, new { limits = new { schedules = 5, min_interval = "PT90M" } });
        var link = (await server.WantAsync(201, "POST", "/api/v1/members", new { email = "admin@example.com", role = "admin" })).Json["sign_in_path"]!.GetValue<string>();
        var opened = await server.WantAsync(302, "GET", link, null, "");
        (string, string)[] admin = [("Cookie", opened.Cookies), ("X-CSRF-Token", opened.Header("X-CSRF-Token")!)];
        var read = (await server.WantAsync(200, "GET", path, null, "", admin)).Json.AsObject();
        read["name"] = "Renamed";
        read = (await server.WantAsync(200, "PATCH", path, read.ToJsonString(), "", admin)).Json.AsObject();
        Assert.Equal(("Renamed", 5), (read["name"]!.GetValue<string>(), read["limits"]!["schedules"]!.GetValue<int>()));
        read["limits"]!["schedules"] = 6;
        await server.WantAsync(403, "PATCH", path, read.ToJsonString(), "", admin);
    }

    /// <summary>Secrets are not answered; what says that there is one keeps it.</summary>
    [Fact]
    public async Task What_is_sent_back_keeps_its_secrets()
    {
        await using var jobs = await JobServer.StartAsync(worker: false);
        var live = jobs.Live;
        var connection = (await live.WantAsync(201, "POST", "/api/v1/connections", new { name = "mail", type = "email", settings = new { host = "smtp.example.com", from = "a@example.com", user = "a", password = "s3cret-word" } })).Header("Location")!;
        var source = (await live.WantAsync(201, "POST", "/api/v1/data-sources", new { name = "db", type = "pretend", settings = new { host = "db.example.com", password = "s3cret-word" } })).Header("Location")!;
        foreach (var path in new[] { connection, source })
        {
            foreach (var method in new[] { "PUT", "PATCH" })
            {
                await live.WantAsync(200, method, path, (await live.WantAsync(200, "GET", path)).Text);
                Assert.True((await live.WantAsync(200, "GET", path)).Json["settings"]!["password"]!["set"]!.GetValue<bool>());
            }
        }

        string[] ways =
        [
            "\"delivery_method\":\"slack\",\"slack_webhook\":\"https://hooks.slack.com/services/T0/B0/s3cret\"", "\"delivery_method\":\"webhook\",\"webhook_url\":\"https://hooks.example.com/in\"",
            "\"delivery_method\":\"email\",\"email\":\"lead@example.com\"", "\"delivery_method\":\"inbox\"",
        ];
        foreach (var way in ways)
        {
            var export = (await live.WantAsync(201, "POST", JobServer.Exports, $$"""{"report_type":"quality","format":"csv","recurrence":"every monday at 9",{{way}}}""")).Header("Location")!;
            var schedule = JobServer.Schedules + "/" + export.Split('/')[^1];
            var stored = await DestinationsAsync(live);
            await live.WantAsync(200, "PATCH", export, (await live.WantAsync(200, "GET", export)).Text);
            await live.WantAsync(200, "PUT", schedule, (await live.WantAsync(200, "GET", schedule)).Text);
            Assert.Equal(stored, await DestinationsAsync(live));
        }
    }

    /// <summary>Of the newest schedule, as it is sent to.</summary>
    private static async Task<string> DestinationsAsync(LiveServer live)
    {
        var opened = "";
        await live.StoreAsync(async db =>
        {
            var row = await db.Schedules.OrderByDescending(s => s.Id).FirstAsync();
            opened = new JsonArray([.. PlanRun.DestinationsOf(row).Select(d => live.Services.GetRequiredService<DestinationSecrets>().Open(row.WorkspaceId, d).Value!.DeepClone())]).ToJsonString();
        });
        return opened;
    }

    private static async Task SendBackAsync(LiveServer live, WalkRoute route, string path, IReadOnlySet<string> settable)
    {
        var first = (await live.WantAsync(200, "GET", path)).Json.AsObject();
        var kept = await live.WantAsync(200, route.Method, path, first.ToJsonString());
        var second = (await live.WantAsync(200, "GET", path)).Json.AsObject();
        Assert.True(JsonNode.DeepEquals(Lasting(first), Lasting(second)), $"{route} changed what was sent back:\n{first}\n{second}");
        await live.WantAsync(200, route.Method, path, kept.Text);
        var now = (await live.WantAsync(200, "GET", path)).Json.AsObject();
        if (now.ContainsKey("version") && now["version"]!.GetValue<int>() != first["version"]!.GetValue<int>())
        {
            await live.WantAsync(412, route.Method, path, first.ToJsonString());
            await live.WantAsync(412, route.Method, path, now.ToJsonString(), null, ("If-Match", "\"v9999\""));
        }

        var readOnly = now.Select(m => m.Key).Where(name => name != "version" && !settable.Contains(name)).ToList();
        Assert.True(readOnly.Count > 0 || now.ContainsKey("version"), $"{route} has nothing that is only read");
        foreach (var name in readOnly)
        {
            var other = now.DeepClone().AsObject();
            other[name] = Another(now[name]);
            if (ByItself.Contains(name)) continue;
            var refused = await live.WantAsync(422, route.Method, path, other.ToJsonString());
            Assert.Equal((name, now[name] is null && refused.Error.Code == "wrong-type" ? "wrong-type" : "read-only"), refused.Error);
            other[name] = new JsonArray(7);
            Assert.StartsWith(name, (await live.WantAsync(422, route.Method, path, other.ToJsonString())).Error.Field, StringComparison.Ordinal);
        }

        foreach (var name in readOnly.Where(ByItself.Contains))
        {
            var moved = now.DeepClone().AsObject();
            moved[name] = null;
            moved.Remove("version");
            await live.WantAsync(200, route.Method, path, moved.ToJsonString());
            moved[name] = new JsonArray(new JsonArray(7));
            Assert.Equal(name, (await live.WantAsync(422, route.Method, path, moved.ToJsonString())).Error.Field);
        }

        var unknown = now.DeepClone().AsObject();
        unknown["no_such_field"] = 1;
        Assert.Equal(("no_such_field", "unknown-field"), (await live.WantAsync(422, route.Method, path, unknown.ToJsonString())).Error);
    }

    /// <summary>Without what a change itself moves.</summary>
    private static JsonObject Lasting(JsonObject resource)
    {
        var lasting = resource.DeepClone().AsObject();
        foreach (var name in ByItself.Append("version")) lasting.Remove(name);
        return lasting;
    }

    /// <summary>Another value of the same type.</summary>
    private static JsonNode Another(JsonNode? value) => value switch
    {
        JsonObject members => Changed(members),
        JsonArray items => new JsonArray([.. items.Skip(1).Select(i => i?.DeepClone())]) is { Count: > 0 } fewer ? fewer : items.Count > 0 ? new JsonArray() : new JsonArray("another"),
        JsonValue text when text.GetValueKind() == System.Text.Json.JsonValueKind.String => Guid.TryParse(text.GetValue<string>(), out _) ? Guid.CreateVersion7().ToString()
            : DateTimeOffset.TryParse(text.GetValue<string>(), null, out _) ? "2001-01-01T00:00:00Z" : text.GetValue<string>() + " and more",
        JsonValue flag when flag.GetValueKind() is System.Text.Json.JsonValueKind.True or System.Text.Json.JsonValueKind.False => !flag.GetValue<bool>(),
        null => "something",
        _ => 4711,
    };

    private static JsonObject Changed(JsonObject members)
    {
        var changed = members.DeepClone().AsObject();
        var (name, value) = members.First();
        changed[name] = Another(value);
        return changed;
    }

    /// <summary>What the request's schema has, by the API document.</summary>
    private static HashSet<string> Settable(JsonNode document, JsonNode operation)
    {
        var schema = operation["requestBody"]!["content"]!["application/json"]!["schema"]!;
        if (schema["$ref"]?.GetValue<string>() is { } reference) schema = document["components"]!["schemas"]![reference.Split('/')[^1]]!;
        return [.. schema["properties"]!.AsObject().Select(p => p.Key)];
    }
}
