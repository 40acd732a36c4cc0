using System.Text.Json.Nodes;
using Broadsheet.Server.Tests.People;
using Broadsheet.Server.Tests.Runs;
using Xunit;

namespace Broadsheet.Server.Tests.Http;

/// <summary>A route of the API document: where, an example of its body, and whether it takes one.</summary>
internal sealed record WalkRoute(string Method, string Path, bool IsOpen, JsonNode? Example, bool TakesBody = false)
{
    public override string ToString() => $"{Method} {Path}";
}

/// <summary>
/// A workspace with one of everything there is, and callers who have no business in it. Walks every route as each of them and notes
/// what they got.
/// </summary>
internal sealed class IsolationWalk(LiveServer server)
{
    /// <summary>Ids of ours by the route they belong to; a parameter that is no id has a value that exists.</summary>
    private readonly Dictionary<string, string> things = new(StringComparer.Ordinal);
    private readonly List<string> secrets = [];

    private const string Events = "/api/v1/events";
    private const string Approvals = "/api/v1/recipients/approvals";
    private const string Suppressions = "/api/v1/recipients/suppressions";
    private const string Sessions = "/api/v1/me/sessions";

    private (string, string) session;

    public static async Task<IsolationWalk> PrepareAsync(JobServer jobs)
    {
        var walk = new IsolationWalk(jobs.Live);
        await walk.FillAsync(jobs);
        return walk;
    }

    public async Task<IReadOnlyList<WalkRoute>> RoutesAsync()
    {
        var paths = (await server.WantAsync(200, "GET", "/openapi/v1.json")).Json["paths"]!.AsObject();
        string[] methods = ["get", "post", "put", "patch", "delete"];
        return [.. from path in paths from operation in path.Value!.AsObject() where methods.Contains(operation.Key)
            select new WalkRoute(operation.Key.ToUpperInvariant(), path.Key.TrimEnd('/'), operation.Value!["security"] is JsonArray { Count: 0 },
                operation.Value["requestBody"]?["content"]?["application/json"]?["example"]?.DeepClone(), operation.Value["requestBody"] is not null)];
    }

    /// <summary>The route with what is ours in it; null where nothing of ours is known for one of its parameters.</summary>
    public string? Filled(WalkRoute route)
    {
        var parts = route.Path.Split('/');
        for (var i = 0; i < parts.Length; i++)
        {
            if (!parts[i].StartsWith('{')) continue;
            if (!things.TryGetValue(string.Join('/', route.Path.Split('/')[..(i + 1)]), out var value) && !things.TryGetValue(parts[i], out value)) return null;
            parts[i] = value;
        }

        return string.Join('/', parts);
    }

    /// <summary>What is wrong with what a caller got; null when nothing.</summary>
    /// <param name="mayBe">The statuses that refuse.</param>
    public async Task<(int Status, string? Wrong)> TryAsync(WalkRoute route, int[] mayBe, string? key, params (string, string)[] headers)
    {
        if (Filled(route) is not { } path) return (0, $"{route}: nothing of ours is walked with it; teach the walk what it takes");
        if (route.Path == Events && !mayBe.Contains(401)) return await ListenAsync(key!);
        var answer = await server.SendAsync(route.Method, path, route.Method is "GET" or "DELETE" ? null : route.Example ?? new JsonObject(), key, headers);
        var status = (int)answer.Status;
        if (!mayBe.Contains(status)) return (status, $"{route} answered {status}, not {string.Join(" or ", mayBe)}: {answer.Text[..Math.Min(200, answer.Text.Length)]}");
        return (status, secrets.Find(s => answer.Text.Contains(s, StringComparison.OrdinalIgnoreCase) && !path.Contains(s, StringComparison.OrdinalIgnoreCase)) is { } told ? $"{route} tells about {told}" : null);
    }

    /// <summary>An open stream never ends: what it brings while something of ours changes is what counts.</summary>
    private async Task<(int Status, string? Wrong)> ListenAsync(string key)
    {
        using var http = new HttpMessageInvoker(new SocketsHttpHandler { UseProxy = false });
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server.Address, Events));
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + key);
        request.Headers.TryAddWithoutValidation("Last-Event-ID", "0");
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        if (!response.IsSuccessStatusCode) return ((int)response.StatusCode, null);
        var schedule = $"{JobServer.Schedules}/{things[JobServer.Schedules + "/{id}"]}";
        await server.WantAsync(200, "POST", schedule + "/pause");
        await server.WantAsync(200, "POST", schedule + "/resume");
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(3));
        var (heard, buffer) = (new System.Text.StringBuilder(), new byte[4096]);
        await using var stream = await response.Content.ReadAsStreamAsync(limit.Token);
        try
        {
            while (await stream.ReadAsync(buffer, limit.Token) is > 0 and var read) heard.Append(System.Text.Encoding.UTF8.GetString(buffer, 0, read));
        }
        catch (OperationCanceledException)
        {
            heard.Append('\n');
        }

        return (200, secrets.Find(s => heard.ToString().Contains(s, StringComparison.OrdinalIgnoreCase)) is { } told ? $"the stream tells about {told}: {heard}" : null);
    }

    private async Task FillAsync(JobServer jobs)
    {
        const string V1 = "/api/v1/";
        var live = jobs.Live;
        async Task<string> MadeAsync(string path, object body, string id = "id")
        {
            var made = (await live.WantAsync(201, "POST", path, body)).Json[id]!.GetValue<string>();
            secrets.Add(made);
            return things[$"{path}/{{id}}"] = made;
        }

        await MadeAsync(V1 + "api-keys", new { name = "ours", role = "viewer" });
        await MadeAsync(V1 + "members", new { email = "ours@example.com", role = "viewer" }, "person_id");
        await MadeAsync(V1 + "invitations", new { email = "invited-to-ours@example.com", role = "viewer" });
        await MadeAsync(V1 + "data-sources", new { name = "ours", type = "pretend", settings = new { host = "db.example.com", password = "s3cret-word" } });
        await MadeAsync(V1 + "connections", new { name = "ours", type = "email", settings = new { host = "smtp.example.com", from = "ours@example.com" } });
        await MadeAsync(V1 + "calendars", new { name = "ours", dates = new[] { new { date = "2026-12-25", name = "Christmas" } } });
        things[V1 + "workspaces/{id}"] = live.First!.Workspace.ToString();
        var schedule = await MadeAsync(JobServer.Schedules, JobServer.Body().ToJsonString());
        things["/api/scheduled-exports/{id}"] = schedule;
        things[V1 + "reports/templates/{id}"] = (await live.WantAsync(200, "GET", V1 + "reports/templates")).Json["items"]![0]!["id"]!.GetValue<string>();
        var run = await jobs.RunAsync(schedule);
        things[V1 + "reports/runs/{id}"] = run["id"]!.GetValue<string>();
        things[V1 + "reports/artifacts/{id}"] = run["artifacts"]![0]!["id"]!.GetValue<string>();
        things["{deliveryId}"] = things["{delivery_id}"] = run["deliveries"]![0]!["id"]!.GetValue<string>();
        things[V1 + "notifications/{id}"] = (await live.WantAsync(200, "GET", V1 + "notifications")).Json["items"]![0]!["id"]!.GetValue<string>();
        things["{version}"] = "1";
        secrets.AddRange([things[V1 + "reports/runs/{id}"], things[V1 + "reports/artifacts/{id}"], things[V1 + "reports/templates/{id}"], things[V1 + "notifications/{id}"], "s3cret-word", "ours@example.com"]);
        await FillPeopleAsync(live);
    }

    /// <summary>A recipient who waits to be approved, one who wants nothing, and a session.</summary>
    private async Task FillPeopleAsync(LiveServer live)
    {
        const string Settings = "/api/v1/delivery-settings";
        await live.WantAsync(200, "PUT", Settings, """{ "allowed_domains": ["inside.example"] }""");
        await live.WantAsync(201, "POST", JobServer.Schedules, JobServer.Body(destinations: ["outside@ours.example"]).ToJsonString());
        await live.WantAsync(200, "PUT", Settings, "{}");
        things[Approvals + "/{id}"] = (await live.WantAsync(200, "GET", Approvals)).Json["items"]![0]!["id"]!.GetValue<string>();
        var suppression = Guid.CreateVersion7();
        await live.StoreAsync(async db =>
        {
            db.Suppressions.Add(new() { WorkspaceId = live.First!.Workspace, Id = suppression, Address = "quiet@ours.example", AddressKey = "quiet@ours.example", CreatedAt = JobServer.Now });
            await db.SaveChangesAsync();
        });
        things[Suppressions + "/{id}"] = suppression.ToString();
        session = (await SessionTests.SignInAsync(live)).Cookie;
        things[Sessions + "/{id}"] = (await live.WantAsync(200, "GET", Sessions, null, "", session)).Json["items"]![0]!["id"]!.GetValue<string>();
        secrets.AddRange([things[Approvals + "/{id}"], suppression.ToString(), things[Sessions + "/{id}"], "@ours.example"]);
    }

    /// <summary>What of ours is no longer there.</summary>
    public async Task<IReadOnlyList<string>> MissingAsync()
    {
        var missing = new List<string>();
        foreach (var (route, id) in things.Where(t => t.Key.EndsWith("/{id}", StringComparison.Ordinal)))
        {
            // What has no page of its own is in its list.
            var (list, headers) = (route[..^"/{id}".Length], route.StartsWith(Sessions, StringComparison.Ordinal) ? new[] { session } : []);
            var one = await server.SendAsync("GET", route.Replace("{id}", id, StringComparison.Ordinal), null, headers.Length > 0 ? "" : null, headers);
            if ((int)one.Status == 200) continue;
            var all = await server.SendAsync("GET", list + (headers.Length > 0 ? "" : "?limit=200"), null, headers.Length > 0 ? "" : null, headers);
            if (!all.Text.Contains(id, StringComparison.Ordinal)) missing.Add($"{route}: {id}");
        }

        return missing;
    }
}
