using System.Text.Json.Nodes;
using Broadsheet.Core.Ports;
using Broadsheet.Core.Runs;
using Broadsheet.Server.Runs;
using Broadsheet.Server.Tests.Http;
using Broadsheet.Server.Tests.People;
using Broadsheet.Server.Tests.Runs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Xunit;

namespace Broadsheet.Server.Tests.Audit;

/// <summary>Every route of the API document that changes something leaves an entry that says who. A route that the walk does not know fails it.</summary>
public sealed class EveryChangeTests
{
    private const string V1 = "/api/v1/";

    /// <summary>What changes nothing that is anybody else's, or has its own test.</summary>
    private static readonly Dictionary<string, string> Others = new(StringComparer.Ordinal)
    {
        [$"POST {JobServer.Schedules}/preview"] = "saves nothing", [$"POST {JobServer.Schedules}/parse"] = "saves nothing", [$"POST {JobServer.Schedules}/for-each"] = "saves nothing",
        ["POST /api/v1/reports/templates/check"] = "saves nothing", ["POST /api/v1/reports/templates/preview"] = "saves nothing", ["POST /api/v1/invitations/show"] = "saves nothing",
        ["POST /api/v1/notifications/{id}/read"] = "the reader's own mark", ["POST /api/v1/notification-settings/test"] = "a message to oneself",
        ["POST /api/v1/connections/{id}/test"] = "asks and changes nothing", ["POST /api/v1/data-sources/{id}/test"] = "asks and changes nothing",
        [$"POST {JobServer.Exports}/process"] = "does what was due; its runs say that it was this", ["POST /api/v1/workspaces"] = "is in the log of the workspace that was made",
        ["POST /api/v1/server/resume"] = "only where a backup was restored",
    };

    private readonly Dictionary<string, string> actions = new(StringComparer.Ordinal);
    private readonly List<string> silent = [];

    [Fact]
    public async Task Every_change_is_in_the_log_with_who_made_it()
    {
        await using var jobs = await JobServer.StartAsync(builder => builder.Services.AddSingleton<IDeliveryChannel, ParrotChannel>(), false, true, ("Broadsheet:Outbound:Allow", "127.0.0.0/8"));
        var live = jobs.Live;
        await ThingsAsync(live);
        await ReportsAsync(live);
        await SchedulesAsync(jobs);
        await RunsAsync(jobs);
        await RecipientsAsync(live);
        await PeopleAsync(live);
        await SessionsAsync(live);

        var routes = (await new IsolationWalk(live).RoutesAsync()).Where(r => r.Method != "GET").Select(r => r.ToString()).ToList();
        TestContext.Current.TestOutputHelper?.WriteLine(string.Join('\n', routes.Select(r => $"{r}: {actions.GetValueOrDefault(r) ?? Others.GetValueOrDefault(r)}")));
        Assert.Empty(silent);
        Assert.Equal(routes.Order(StringComparer.Ordinal), Others.Keys.Concat(actions.Keys).Order(StringComparer.Ordinal));
        Assert.Equal("intact", (await live.WantAsync(200, "GET", V1 + "audit/verify")).Json["status"]!.GetValue<string>());
    }

    private async Task ThingsAsync(LiveServer live)
    {
        var mail = new { name = "mail", type = "email", settings = new { host = "127.0.0.1", port = 1, from = "a@example.com", security = "none" } };
        foreach (var (path, body, change) in new (string, object, object)[]
                 {
                     ("connections", mail, new { name = "post" }), ("data-sources", new { name = "ours", type = "pretend", settings = new { host = "db.example.com", password = "p" } }, new { name = "theirs" }),
                 })
        {
            var id = await MadeAsync(live, V1 + path, body);
            await DoAsync(live, $"PUT {V1}{path}/{{id}}", id, body);
            await DoAsync(live, $"PATCH {V1}{path}/{{id}}", id, change);
            await DoAsync(live, $"DELETE {V1}{path}/{{id}}", id);
        }

        var days = new { name = "holidays", dates = new[] { new { date = "2026-12-25", name = "Christmas" } } };
        var calendar = await MadeAsync(live, V1 + "calendars", days);
        await DoAsync(live, $"PUT {V1}calendars/{{id}}", calendar, days);
        await DoAsync(live, $"DELETE {V1}calendars/{{id}}", calendar);
        await DoAsync(live, $"PATCH {V1}workspaces/{{id}}", live.First!.Workspace.ToString(), new { name = "Other" });
        var made = (await live.WantAsync(201, "POST", V1 + "workspaces", new { slug = "second", name = "Second" })).Json["id"]!.GetValue<string>();
        await live.StoreAsync(async db => Assert.Equal("workspace.created", (await db.AuditEntries.SingleAsync(e => e.WorkspaceId == new Core.Workspaces.WorkspaceId(Guid.Parse(made)))).Action));
        await DoAsync(live, $"PUT {V1}delivery-settings", null, new { subject = "Quality" });
        await DoAsync(live, $"PUT {V1}notification-settings", null, new { schedules = "all" });
        await DoAsync(live, $"DELETE {V1}api-keys/{{id}}", await MadeAsync(live, V1 + "api-keys", new { name = "k", role = "viewer" }));
    }

    private async Task ReportsAsync(LiveServer live)
    {
        const string Templates = V1 + "reports/templates";
        var report = await MadeAsync(live, Templates, new { text = JobServer.Document("more", "select suite, passed, failed from test_runs") });
        await DoAsync(live, $"PUT {Templates}/{{id}}", report, new { text = JobServer.Document("more", "select suite, failed, passed from test_runs") });
        await DoAsync(live, $"POST {Templates}/{{id}}/versions/{{version}}/restore", report);
        await DoAsync(live, $"POST {Templates}/{{id}}/render", report, new { format = "csv" });
        await DoAsync(live, $"DELETE {Templates}/{{id}}", report);
    }

    private async Task SchedulesAsync(JobServer jobs)
    {
        var (live, body) = (jobs.Live, JobServer.Body());
        var schedule = await MadeAsync(live, JobServer.Schedules, body);
        await DoAsync(live, $"PUT {JobServer.Schedules}/{{id}}", schedule, body);
        await DoAsync(live, $"POST {JobServer.Schedules}/{{id}}/run", schedule);
        await DoAsync(live, $"POST {JobServer.Schedules}/{{id}}/pause", schedule);
        await DoAsync(live, $"POST {JobServer.Schedules}/{{id}}/resume", schedule);
        await DoAsync(live, $"POST {JobServer.Schedules}/{{id}}/backfill", schedule, new { from = JobServer.Iso(JobServer.Now - Duration.FromDays(2)), to = JobServer.Iso(JobServer.Now) });
        await DoAsync(live, $"POST {JobServer.Schedules}/test", null, body);
        await DoAsync(live, $"DELETE {JobServer.Schedules}/{{id}}", schedule);
        var export = await MadeAsync(live, JobServer.Exports, new { report_type = "quality", format = "csv", recurrence = "every monday at 9", delivery_method = "inbox" });
        await DoAsync(live, $"PATCH {JobServer.Exports}/{{id}}", export, new { name = "Mondays" });
        await DoAsync(live, $"DELETE {JobServer.Exports}/{{id}}", export);
    }

    private async Task RunsAsync(JobServer jobs)
    {
        var live = jobs.Live;
        await live.WantAsync(201, "POST", V1 + "connections", new { name = "parrot", type = "parrot", @default = true, settings = new { key = "the-key-of-it" } });
        var body = JobServer.Body();
        body["destinations"] = new JsonArray(new JsonObject { ["type"] = "parrot", ["to"] = new JsonArray("polly"), ["fails"] = "rejected", ["token"] = "the-token-of-it" });
        var run = await jobs.RunAsync(await jobs.CreateAsync(body));
        await DoAsync(live, $"POST {JobServer.RunsPath}/{{id}}/deliveries/{{deliveryId}}/retry", run["id"]!.GetValue<string>(), null, null, run["deliveries"]![0]!["id"]!.GetValue<string>());
        await jobs.EndAsync(run["id"]!.GetValue<string>(), r => r["deliveries"]![0]!["status"]!.GetValue<string>() == "failed" && r["status"]!.GetValue<string>() is "failed" or "partially_failed");
        await DoAsync(live, $"POST {JobServer.RunsPath}/{{id}}/retry", run["id"]!.GetValue<string>());
        var waiting = new RunId(Guid.CreateVersion7());
        await live.StoreAsync(async db =>
        {
            var report = await db.Templates.FirstAsync();
            db.Runs.Add(new RunRow
            {
                WorkspaceId = live.First!.Workspace, Id = waiting, ScheduleName = "Quality", TemplateId = report.Id, ReportType = report.ReportType, Trigger = RunTrigger.Manual, ScheduledFor = JobServer.Now,
                Status = RunState.Queued, OwnerId = live.First.Operator, QueuedAt = JobServer.Now, NotBefore = JobServer.Now + Duration.FromHours(1),
            });
            await db.SaveChangesAsync();
        });
        await DoAsync(live, $"POST {JobServer.RunsPath}/{{id}}/cancel", waiting.ToString());
    }

    private async Task RecipientsAsync(LiveServer live)
    {
        const string Root = V1 + "recipients/";
        await live.WantAsync(200, "PUT", V1 + "delivery-settings", """{ "allowed_domains": ["inside.example"] }""");
        await live.WantAsync(201, "POST", JobServer.Schedules, JobServer.Body(destinations: ["one@outside.example", "two@outside.example"]).ToJsonString());
        var waiting = (await live.WantAsync(200, "GET", Root + "approvals?status=waiting")).Json["items"]!.AsArray().Select(a => a!["id"]!.GetValue<string>()).ToList();
        await DoAsync(live, $"POST {Root}approvals/{{id}}/approve", waiting[0]);
        await DoAsync(live, $"POST {Root}approvals/{{id}}/refuse", waiting[1]);
        var quiet = Guid.CreateVersion7();
        await live.StoreAsync(async db =>
        {
            db.Suppressions.Add(new() { WorkspaceId = live.First!.Workspace, Id = quiet, Address = "quiet@example.com", AddressKey = "quiet@example.com", CreatedAt = JobServer.Now });
            await db.SaveChangesAsync();
        });
        await DoAsync(live, $"DELETE {Root}suppressions/{{id}}", quiet.ToString());
    }

    private async Task PeopleAsync(LiveServer live)
    {
        var member = await MadeAsync(live, V1 + "members", new { email = "member@example.com", role = "viewer" }, "person_id");
        await DoAsync(live, $"PATCH {V1}members/{{id}}", member, new { role = "editor" });
        await DoAsync(live, $"POST {V1}members/{{id}}/sign-in-link", member);
        await live.WantAsync(201, "POST", JobServer.Schedules, JobServer.Body().ToJsonString());
        await DoAsync(live, $"POST {V1}members/{{id}}/schedules/give", live.First!.Operator.ToString(), new { new_owner = member });
        await DoAsync(live, $"POST {V1}members/{{id}}/disable", member, new { new_owner = live.First.Operator.ToString() });
        await DoAsync(live, $"POST {V1}members/{{id}}/enable", member);
        await DoAsync(live, $"DELETE {V1}members/{{id}}", member);
        await DoAsync(live, $"DELETE {V1}invitations/{{id}}", await MadeAsync(live, V1 + "invitations", new { email = "late@example.com", role = "viewer" }));
        var path = (await live.WantAsync(201, "POST", V1 + "invitations", new { email = "new@example.com", role = "viewer" })).Json["accept_path"]!.GetValue<string>();
        await DoAsync(live, $"POST {V1}invitations/accept", null, new { token = path.Split('/')[^1], password = "orbit lantern copper mills", name = "New" });
    }

    private async Task SessionsAsync(LiveServer live)
    {
        var signIn = new { email = LiveServer.Email, password = LiveServer.Password };
        await DoAsync(live, $"POST {V1}session", null, signIn);
        await SessionTests.SignInAsync(live);
        var (cookie, csrf) = await SessionTests.SignInAsync(live);
        var other = (await live.WantAsync(200, "GET", V1 + "me/sessions", null, "", cookie)).Json["items"]!.AsArray().First(s => s!["current"]?.GetValue<bool>() != true)!["id"]!.GetValue<string>();
        await DoAsync(live, $"DELETE {V1}me/sessions/{{id}}", other, null, [cookie, csrf]);
        await DoAsync(live, $"DELETE {V1}me/sessions", null, null, [cookie, csrf]);
        await DoAsync(live, $"DELETE {V1}session", null, null, [cookie, csrf]);
        (cookie, csrf) = await SessionTests.SignInAsync(live);
        await DoAsync(live, $"PUT {V1}me/password", null, new { current_password = LiveServer.Password, password = "orbit lantern copper mills" }, [cookie, csrf]);
    }

    private async Task<string> MadeAsync(LiveServer live, string path, object body, string id = "id") => (await DoAsync(live, "POST " + path, null, body)).Json[id]!.GetValue<string>();

    /// <summary>Does it and notes which entries came of it.</summary>
    private async Task<Answer> DoAsync(LiveServer live, string route, string? id, object? body = null, (string, string)[]? session = null, string second = "1")
    {
        var before = await LastAsync(live);
        var (method, path) = (route.Split(' ')[0], route.Split(' ')[1].Replace("{id}", id, StringComparison.Ordinal).Replace("{version}", second, StringComparison.Ordinal).Replace("{deliveryId}", second, StringComparison.Ordinal));
        var answer = await live.SendAsync(method, path, body is JsonNode json ? json.ToJsonString() : body, session is null ? null : "", session ?? []);
        Assert.True((int)answer.Status is >= 200 and < 300, $"{route}: {answer}");
        var entries = (await live.WantAsync(200, "GET", V1 + "audit?limit=20")).Json["items"]!.AsArray().Where(e => e!["number"]!.GetValue<long>() > before && e["person_id"] is not null).ToList();
        if (entries.Count == 0) silent.Add(route);
        actions[route] = string.Join(", ", entries.Select(e => e!["action"]!.GetValue<string>()));
        return answer;
    }

    private static async Task<long> LastAsync(LiveServer live) => (await live.WantAsync(200, "GET", V1 + "audit?limit=1")).Json["items"]!.AsArray() is [{ } last] ? last["number"]!.GetValue<long>() : 0;
}
