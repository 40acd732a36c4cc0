using System.Text.Json.Nodes;
using Broadsheet.Server.Tests.People;
using Xunit;

namespace Broadsheet.Server.Tests.Http;

/// <summary>Every route of the API document, as those who may not.</summary>
public sealed class RouteWalkTests
{
    /// <summary>Open to nobody in particular, each for its reason.</summary>
    private static readonly string[] Open = ["POST /api/v1/session"];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Nobody_and_dead_keys_get_401_on_every_route(bool postgres)
    {
        await using var server = await LiveServer.StartAsync(postgres);
        var revoked = (await server.WantAsync(201, "POST", "/api/v1/api-keys", new { name = "revoked", role = "admin" })).Json;
        await server.WantAsync(204, "DELETE", "/api/v1/api-keys/" + revoked["id"]!.GetValue<string>());
        var expired = (await server.WantAsync(201, "POST", "/api/v1/api-keys", new { name = "expired", role = "admin", expires_at = server.Clock.GetUtcNow().AddHours(1).ToString("O") })).Json["key"]!.GetValue<string>();
        var routes = await RoutesAsync(server);
        server.Clock.Move(TimeSpan.FromHours(2));
        foreach (var (method, path, _) in routes.Where(r => !Open.Contains($"{r.Method} {r.Path}")))
        {
            foreach (var key in new[] { "", revoked["key"]!.GetValue<string>(), expired })
                await server.WantAsync(401, method, Filled(path, Guid.NewGuid()), method is "GET" or "DELETE" ? null : new { }, key);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Another_workspace_finds_nothing_of_ours(bool postgres)
    {
        await using var server = await LiveServer.StartAsync(postgres);
        var ours = await ThingsAsync(server);
        var stranger = await StrangerAsync(server);
        foreach (var (method, path, operation) in await RoutesAsync(server))
        {
            foreach (var (under, id) in ours.Where(t => path.StartsWith(t.Under + "/{", StringComparison.Ordinal)))
            {
                var answer = await server.SendAsync(method, Filled(path, id), Example(operation), stranger);
                Assert.True((int)answer.Status == 404, $"{method} {path} of {under} answered {answer} to another workspace");
            }

            if (method == "GET" && !path.Contains('{', StringComparison.Ordinal) && path != "/api/v1/me")
            {
                var text = (await server.SendAsync(method, path, null, stranger)).Text;
                foreach (var (_, id) in ours) Assert.DoesNotContain(id.ToString(), text, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task A_viewer_changes_nothing_but_what_is_their_own()
    {
        await using var server = await LiveServer.StartAsync();
        var ours = await ThingsAsync(server);
        var viewer = await AccessTests.KeyAsync(server, "viewer");
        string[] own = ["POST /api/v1/api-keys", "DELETE /api/v1/session", "PUT /api/v1/me/password", "DELETE /api/v1/api-keys/{id}", "POST /api/v1/notifications/{id}/read", "PUT /api/v1/notification-settings", "POST /api/v1/notification-settings/test"];
        string[] harmless = ["/preview", "/parse", "/render"];
        foreach (var (method, path, operation) in await RoutesAsync(server))
        {
            if (method == "GET" || Open.Contains($"{method} {path}") || own.Contains($"{method} {path}") || harmless.Any(h => path.EndsWith(h, StringComparison.Ordinal))) continue;
            var id = ours.Where(t => path.StartsWith(t.Under + "/{", StringComparison.Ordinal)).Select(t => t.Id).FirstOrDefault(Guid.NewGuid());
            var answer = await server.SendAsync(method, Filled(path, id), Example(operation), viewer);
            Assert.True((int)answer.Status is 403 or 404 or 422, $"{method} {path} answered {answer} to a viewer");
        }
    }

    [Fact]
    public async Task Every_operation_has_a_summary_and_every_example_is_one_its_endpoint_can_read()
    {
        await using var server = await LiveServer.StartAsync();
        foreach (var (method, path, operation) in await RoutesAsync(server))
        {
            Assert.True(operation["responses"]!["429"] is not null, $"{method} {path} describes no problems");
            if (Example(operation) is not { } example) continue;
            var answer = await server.SendAsync(method, Filled(path, Guid.NewGuid()), example);
            var errors = (int)answer.Status == 422 ? answer.Json["errors"]?.AsArray().Select(e => e!["code"]!.GetValue<string>()) ?? [] : [];
            Assert.True((int)answer.Status != 400 && !errors.Contains("unknown-field") && !errors.Contains("required"), $"{method} {path}: its example is answered {answer}");
        }
    }

    /// <summary>What the operator's workspace has: where, and its id.</summary>
    private static async Task<IReadOnlyList<(string Under, Guid Id)>> ThingsAsync(LiveServer server)
    {
        async Task<Guid> MadeAsync(string path, object body, string id = "id") =>
            Guid.Parse((await server.WantAsync(201, "POST", path, body)).Json[id]!.GetValue<string>());
        return
        [
            ("/api/v1/api-keys", await MadeAsync("/api/v1/api-keys", new { name = "ours", role = "viewer" })),
            ("/api/v1/members", await MadeAsync("/api/v1/members", new { email = "ours@example.com", role = "viewer" }, "person_id")),
            ("/api/v1/data-sources", await MadeAsync("/api/v1/data-sources", new { name = "ours", type = "pretend", settings = new { host = "db.example.com", password = "s3cret-word" } })),
            ("/api/v1/connections", await MadeAsync("/api/v1/connections", new { name = "ours", type = "email", settings = new { host = "smtp.example.com", from = "ours@example.com" } })),
            ("/api/v1/workspaces", (server.First!.Workspace).Value),
        ];
    }

    /// <summary>The key of an admin of another workspace, who is no operator.</summary>
    private static async Task<string> StrangerAsync(LiveServer server)
    {
        await server.WantAsync(201, "POST", "/api/v1/workspaces", new { slug = "second", name = "Second" });
        var (cookie, csrf) = await SessionTests.SignInAsync(server);
        var link = (await server.WantAsync(201, "POST", "/api/v1/members", new { email = "stranger@example.com", role = "admin" }, "", cookie, csrf, ("X-Workspace", "second"))).Json["sign_in_path"]!.GetValue<string>();
        var opened = await server.WantAsync(302, "GET", link, null, "");
        return (await server.WantAsync(201, "POST", "/api/v1/api-keys", new { name = "stranger", role = "admin" }, "", ("Cookie", opened.Cookies), ("X-CSRF-Token", opened.Header("X-CSRF-Token")!))).Json["key"]!.GetValue<string>();
    }

    private static async Task<IReadOnlyList<(string Method, string Path, JsonNode Operation)>> RoutesAsync(LiveServer server)
    {
        var paths = (await server.WantAsync(200, "GET", "/openapi/v1.json")).Json["paths"]!.AsObject();
        var routes = paths.SelectMany(p => p.Value!.AsObject().Where(o => o.Value is JsonObject).Select(o => (o.Key.ToUpperInvariant(), p.Key.TrimEnd('/'), o.Value!))).ToList();
        Assert.True(routes.Count > 25, $"only {routes.Count} routes are described");
        return routes;
    }

    private static string Filled(string path, Guid id) => string.Join('/', path.Split('/').Select(p => p.StartsWith('{') ? id.ToString() : p));

    private static JsonNode? Example(JsonNode operation) => operation["requestBody"]?["content"]?["application/json"]?["example"]?.DeepClone();
}
