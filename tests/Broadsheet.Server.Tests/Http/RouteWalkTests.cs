using System.Text;
using Broadsheet.Server.Tests.People;
using Broadsheet.Server.Tests.Runs;
using Xunit;

namespace Broadsheet.Server.Tests.Http;

/// <summary>Every route of the API document, as those who may not. A route that the walk has nothing for fails it.</summary>
public sealed class RouteWalkTests
{
    private static readonly int[] Refused = [401];
    private static readonly int[] NotFound = [404];
    private static readonly int[] NotAllowed = [403, 404, 422];

    /// <summary>What a viewer may do although it is no reading: their own, and what changes nothing.</summary>
    private static readonly string[] Own =
    [
        "POST /api/v1/api-keys", "DELETE /api/v1/api-keys/{id}", "DELETE /api/v1/session", "PUT /api/v1/me/password", "DELETE /api/v1/me/sessions", "DELETE /api/v1/me/sessions/{id}", "POST /api/v1/notifications/{id}/read",
        "PUT /api/v1/notification-settings", "POST /api/v1/notification-settings/test", "POST /api/v1/reports/schedules/preview", "POST /api/v1/reports/schedules/parse", "POST /api/v1/reports/templates/{id}/render",
    ];

    /// <summary>What a key of the role worker is for, what tells it about itself, and what is the same in every Broadsheet.</summary>
    private static readonly string[] OfWorkers = ["POST /api/scheduled-exports/process", "GET /api/v1/me", "GET /api/v1/reports/formats"];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Nobody_and_those_who_are_no_longer_anybody_get_401_on_every_route(bool postgres)
    {
        await using var jobs = await JobServer.StartAsync(postgres, true, ("Broadsheet:Limits:PerAddress", "100000"));
        var (live, walk) = (jobs.Live, await IsolationWalk.PrepareAsync(jobs));
        var revoked = (await live.WantAsync(201, "POST", "/api/v1/api-keys", new { name = "revoked", role = "admin" })).Json;
        await live.WantAsync(204, "DELETE", "/api/v1/api-keys/" + revoked["id"]!.GetValue<string>());
        var expired = (await live.WantAsync(201, "POST", "/api/v1/api-keys", new { name = "expired", role = "admin", expires_at = live.Clock.GetUtcNow().AddHours(1).ToString("O") })).Json["key"]!.GetValue<string>();
        var (person, cookie, disabled) = await OwnershipTests.MemberAsync(live, "disabled@example.com", "admin");
        await live.WantAsync(200, "POST", $"/api/v1/members/{person}/disable", new { });
        var routes = await walk.RoutesAsync();
        live.Clock.Move(TimeSpan.FromHours(2));
        (string Who, string Key, (string, string)[] Headers)[] callers =
        [
            ("nobody", "", []), ("revoked", revoked["key"]!.GetValue<string>(), []), ("expired", expired, []), ("disabled", disabled, []), ("their session", "", [cookie]),
            ("garbage", "bsk_no_such", []), ("unknown", "bsk_unknown0_" + new string('u', 43), []),
        ];
        var table = new Table("nobody and the like", [.. callers.Select(c => c.Who)]);
        foreach (var route in routes.Where(r => !r.IsOpen))
        {
            foreach (var (_, key, headers) in callers) table.Add(route, await walk.TryAsync(route, Refused, key, headers));
        }

        table.Check(routes.Count(r => !r.IsOpen));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Another_workspace_finds_nothing_of_ours_and_a_viewer_changes_nothing(bool postgres)
    {
        await using var jobs = await JobServer.StartAsync(postgres);
        var (live, walk) = (jobs.Live, await IsolationWalk.PrepareAsync(jobs));
        var (stranger, theirs) = await StrangerAsync(live);
        var (viewer, worker) = (await AccessTests.KeyAsync(live, "viewer"), await AccessTests.KeyAsync(live, "worker"));
        var table = new Table("who may not", ["another workspace", "viewer", "worker"]);
        var routes = await walk.RoutesAsync();
        foreach (var route in routes.Where(r => !r.IsOpen))
        {
            var named = route.Path.Contains('{', StringComparison.Ordinal);
            var own = Own.Contains(route.ToString());
            table.Add(route, await walk.TryAsync(route, named ? [.. NotFound, .. own ? [403, 422, 400] : (int[])[]] : Anything, stranger));
            table.Add(route, own || route.Method == "GET" ? (0, null) : await walk.TryAsync(route, NotAllowed, viewer));
            table.Add(route, OfWorkers.Contains(route.ToString()) || own ? (0, null) : await walk.TryAsync(route, named || route.Method != "GET" ? NotAllowed : [403], worker));
        }

        table.Check(routes.Count(r => !r.IsOpen));
        foreach (var route in routes.Where(r => r.Path.StartsWith("/api/v1/me/sessions/", StringComparison.Ordinal)))
            Assert.Null((await walk.TryAsync(route, NotFound, "", theirs)).Wrong);
        Assert.Empty(await walk.MissingAsync());
    }

    [Fact]
    public async Task A_route_that_gives_ours_away_is_caught()
    {
        await using var jobs = await JobServer.StartAsync();
        var walk = await IsolationWalk.PrepareAsync(jobs);
        var schedule = await jobs.CreateAsync();
        TestRoutes.Leak = schedule;
        var (stranger, _) = await StrangerAsync(jobs.Live);
        Assert.Contains("answered 200", (await walk.TryAsync(new("GET", "/api/test/leak", false, null), NotFound, stranger)).Wrong, StringComparison.Ordinal);
        TestRoutes.Leak = "s3cret-word";
        Assert.Contains("tells about", (await walk.TryAsync(new("GET", "/api/test/leak", false, null), [200], stranger)).Wrong, StringComparison.Ordinal);
        await jobs.Live.WantAsync(204, "DELETE", walk.Filled(new("DELETE", "/api/v1/recipients/suppressions/{id}", false, null))!);
        Assert.Contains("suppressions", Assert.Single(await walk.MissingAsync()), StringComparison.Ordinal);
        Assert.Contains("teach the walk", (await walk.TryAsync(new("GET", "/api/v1/novelties/{id}", false, null), NotFound, stranger)).Wrong, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_operation_describes_its_problems_and_every_example_is_one_its_endpoint_can_read()
    {
        await using var server = await LiveServer.StartAsync();
        foreach (var route in await new IsolationWalk(server).RoutesAsync())
        {
            if (route.Example is null) continue;
            var path = string.Join('/', route.Path.Split('/').Select(p => p == "{version}" ? "1" : p.StartsWith('{') ? Guid.NewGuid().ToString() : p));
            var answer = await server.SendAsync(route.Method, path, route.Example);
            var errors = (int)answer.Status == 422 ? answer.Json["errors"]?.AsArray().Select(e => e!["code"]!.GetValue<string>()) ?? [] : [];
            Assert.True((int)answer.Status != 400 && !errors.Contains("unknown-field") && !errors.Contains("required"), $"{route}: its example is answered {answer}");
        }
    }

    private static int[] Anything => [200, 201, 202, 204, 400, 403, 404, 409, 412, 415, 422, 502];

    /// <summary>An admin of another workspace, who is no operator: the key, and the session.</summary>
    private static async Task<(string Key, (string, string)[] Session)> StrangerAsync(LiveServer server)
    {
        await server.WantAsync(201, "POST", "/api/v1/workspaces", new { slug = "second", name = "Second" });
        var (cookie, csrf) = await SessionTests.SignInAsync(server);
        var link = (await server.WantAsync(201, "POST", "/api/v1/members", new { email = "stranger@example.com", role = "admin" }, "", cookie, csrf, ("X-Workspace", "second"))).Json["sign_in_path"]!.GetValue<string>();
        var opened = await server.WantAsync(302, "GET", link, null, "");
        (string, string)[] session = [("Cookie", opened.Cookies), ("X-CSRF-Token", opened.Header("X-CSRF-Token")!)];
        return ((await server.WantAsync(201, "POST", "/api/v1/api-keys", new { name = "stranger", role = "admin" }, "", session)).Json["key"]!.GetValue<string>(), session);
    }

    /// <summary>Who got what where; printed with the test's output.</summary>
    private sealed class Table(string title, string[] callers)
    {
        private readonly Dictionary<string, List<string>> rows = new(StringComparer.Ordinal);
        private readonly List<string> wrong = [];

        public void Add(WalkRoute route, (int Status, string? Wrong) got)
        {
            if (!rows.TryGetValue(route.ToString(), out var row)) rows[route.ToString()] = row = [];
            row.Add(got.Status == 0 ? "-" : got.Status.ToString(System.Globalization.CultureInfo.InvariantCulture));
            if (got.Wrong is not null) wrong.Add($"as {callers[(row.Count - 1) % callers.Length]}: {got.Wrong}");
        }

        public void Check(int routes)
        {
            var text = new StringBuilder($"{title}: {string.Join(", ", callers)}\n");
            foreach (var (route, row) in rows) text.AppendLine($"{route,-70} {string.Join("  ", row)}");
            TestContext.Current.TestOutputHelper?.WriteLine(text.ToString());
            Assert.True(rows.Count == routes && routes > 60, $"{rows.Count} of {routes} routes were walked");
            Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        }
    }
}
