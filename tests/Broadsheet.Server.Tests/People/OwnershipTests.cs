using System.Text.Json.Nodes;
using Broadsheet.Server.Tests.Http;
using Broadsheet.Server.Tests.Runs;
using Xunit;

namespace Broadsheet.Server.Tests.People;

public sealed class OwnershipTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Disabling_a_person_asks_what_becomes_of_their_schedules(bool postgres)
    {
        await using var server = await JobServer.StartAsync(postgres, worker: false);
        var live = server.Live;
        var (owner, cookie, key) = await MemberAsync(live, "owner@example.com", "editor");
        var schedule = await server.CreateAsync(key: key);
        var asked = await live.WantAsync(409, "POST", $"/api/v1/members/{owner}/disable", new { });
        Assert.Equal("owns-schedules", asked.Code);
        Assert.Contains("Daily quality", asked.Json["detail"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(schedule, (await live.WantAsync(200, "GET", "/api/v1/impact?type=member&id=" + owner)).Json["schedules"]![0]!["id"]!.GetValue<string>());
        await live.WantAsync(200, "GET", "/api/v1/me", null, "", cookie);

        var (viewer, _, _) = await MemberAsync(live, "viewer@example.com", "viewer");
        Assert.Equal(("new_owner", "role-too-low"), (await live.WantAsync(422, "POST", $"/api/v1/members/{owner}/disable", new { new_owner = viewer })).Error);
        Assert.Equal(("new_owner", "unknown-member"), (await live.WantAsync(422, "POST", $"/api/v1/members/{owner}/disable", new { new_owner = Guid.NewGuid() })).Error);
        Assert.Equal(("pause_schedules", "one-of-two"), (await live.WantAsync(422, "POST", $"/api/v1/members/{owner}/disable", new { new_owner = viewer, pause_schedules = true })).Error);

        var disabled = (await live.WantAsync(200, "POST", $"/api/v1/members/{owner}/disable", new { pause_schedules = true })).Json;
        Assert.Equal((1, true), (disabled["schedules_paused"]!.GetValue<int>(), disabled["member"]!["disabled"]!.GetValue<bool>()));
        await live.WantAsync(401, "GET", "/api/v1/me", null, "", cookie);
        await AccessTests.WaitAsync(async () => (int)(await live.SendAsync("GET", "/api/v1/me", null, key)).Status == 401);
        var paused = (await live.WantAsync(200, "GET", $"{JobServer.Schedules}/{schedule}")).Json;
        Assert.Equal("paused", paused["state"]!.GetValue<string>());
        Assert.Contains("owner@example.com, was disabled", paused.ToJsonString(), StringComparison.Ordinal);

        var me = live.First!.Operator.Value;
        Assert.Equal(1, (await live.WantAsync(200, "POST", $"/api/v1/members/{owner}/schedules/give", new { new_owner = me })).Json["schedules"]!.GetValue<int>());
        var given = (await live.WantAsync(200, "POST", $"{JobServer.Schedules}/{schedule}/resume")).Json;
        Assert.Equal(LiveServer.Email, given["owner"]!["email"]!.GetValue<string>());
        await live.WantAsync(200, "POST", $"/api/v1/members/{owner}/enable");
        await live.WantAsync(200, "GET", "/api/v1/me", null, "", cookie);
        string[] actions = [.. (await live.WantAsync(200, "GET", "/api/v1/audit?limit=8")).Json["items"]!.AsArray().Select(e => e!["action"]!.GetValue<string>())];
        foreach (var action in new[] { "member.disabled", "schedule.paused", "schedule.owner_changed", "schedule.resumed", "member.enabled" }) Assert.Contains(action, actions);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_role_that_may_not_schedule_asks_what_becomes_of_their_schedules(bool postgres)
    {
        await using var server = await JobServer.StartAsync(postgres, worker: false);
        var live = server.Live;
        var (owner, cookie, key) = await MemberAsync(live, "owner@example.com", "editor");
        var schedule = await server.CreateAsync(key: key);
        var (path, me) = ("/api/v1/members/" + owner, live.First!.Operator.Value);
        var asked = await live.WantAsync(409, "PATCH", path, new { role = "viewer" });
        Assert.Equal("owns-schedules", asked.Code);
        foreach (var part in new[] { "“Daily quality”", "new_owner", "pause_schedules" }) Assert.Contains(part, asked.Json["detail"]!.GetValue<string>(), StringComparison.Ordinal);
        foreach (var (body, error) in new (object, (string, string))[]
                 {
                     (new { role = "auditor", new_owner = me, pause_schedules = true }, ("pause_schedules", "one-of-two")), (new { role = "viewer", new_owner = owner }, ("new_owner", "unknown-member")),
                     (new { role = "admin", pause_schedules = true }, ("pause_schedules", "keeps-schedules")), (new { role = "admin", new_owner = me }, ("new_owner", "keeps-schedules")),
                 })
            Assert.Equal(error, (await live.WantAsync(422, "PATCH", path, body)).Error);
        Assert.Equal(("editor", "never_ran"), (await RoleAsync(), await StateAsync()));

        var read = await live.WantAsync(200, "GET", path);
        var sent = read.Json.DeepClone();
        (sent["role"], sent["pause_schedules"]) = ("viewer", true);
        await live.WantAsync(412, "PATCH", path, sent.ToJsonString(), null, ("If-Match", "\"old\""));
        var lowered = await live.WantAsync(200, "PATCH", path, sent.ToJsonString(), null, ("If-Match", read.Header("ETag")!));
        Assert.Equal((await live.WantAsync(200, "GET", path)).Header("ETag"), lowered.Header("ETag"));
        Assert.Equal(("viewer", "viewer", "paused"), (lowered.Json["role"]!.GetValue<string>(), await RoleAsync(), await StateAsync()));
        Assert.Contains("owner@example.com, is viewer now", (await live.WantAsync(200, "GET", $"{JobServer.Schedules}/{schedule}")).Text, StringComparison.Ordinal);
        var entry = await EntryAsync();
        Assert.Equal(("editor", "viewer", 1, null), (entry["before"]!["role"]!.GetValue<string>(), entry["after"]!["role"]!.GetValue<string>(), entry["after"]!["schedules"]!.GetValue<int>(), entry["after"]!["new_owner"]?.GetValue<string>()));

        // Paused is still theirs: another low role asks again, and the same one with a new owner gives them away.
        Assert.Equal("owns-schedules", (await live.WantAsync(409, "PATCH", path, new { role = "auditor" })).Code);
        await live.WantAsync(200, "PATCH", path, new { role = "viewer" });
        await live.WantAsync(200, "PATCH", path, new { role = "viewer", new_owner = me });
        Assert.Equal(entry["id"]!.GetValue<string>(), (await EntryAsync())["id"]!.GetValue<string>());
        Assert.Equal(LiveServer.Email, (await live.WantAsync(200, "GET", $"{JobServer.Schedules}/{schedule}")).Json["owner"]!["email"]!.GetValue<string>());
        await live.WantAsync(200, "PATCH", path, new { role = "auditor" });

        async Task<string> RoleAsync() => (await live.WantAsync(200, "GET", "/api/v1/me", null, "", cookie)).Json["role"]!.GetValue<string>();
        async Task<string> StateAsync() => (await live.WantAsync(200, "GET", $"{JobServer.Schedules}/{schedule}")).Json["state"]!.GetValue<string>();
        async Task<JsonNode> EntryAsync() => (await live.WantAsync(200, "GET", "/api/v1/audit?action=member.role_changed")).Json["items"]![0]!;
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_role_that_may_not_schedule_hands_them_over_and_they_go_on(bool postgres)
    {
        await using var server = await JobServer.StartAsync(postgres);
        var live = server.Live;
        var (owner, _, key) = await MemberAsync(live, "owner@example.com", "editor");
        var schedule = await server.CreateAsync(key: key);
        var me = live.First!.Operator.Value;
        await live.WantAsync(200, "PATCH", "/api/v1/members/" + owner, new { role = "viewer", new_owner = me });
        var given = (await live.WantAsync(200, "GET", $"{JobServer.Schedules}/{schedule}")).Json;
        Assert.Equal((LiveServer.Email, true), (given["owner"]!["email"]!.GetValue<string>(), given["enabled"]!.GetValue<bool>()));
        var after = (await live.WantAsync(200, "GET", "/api/v1/audit?action=member.role_changed")).Json["items"]![0]!["after"]!;
        Assert.Equal((me.ToString(), 1), (after["new_owner"]!.GetValue<string>(), after["schedules"]!.GetValue<int>()));
        Assert.Equal("succeeded", (await server.RunAsync(schedule))["status"]!.GetValue<string>());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_new_owner_takes_them_over_and_an_operator_closes_the_account_everywhere(bool postgres)
    {
        await using var server = await JobServer.StartAsync(postgres, worker: false);
        var live = server.Live;
        var (owner, cookie, key) = await MemberAsync(live, "owner@example.com", "admin");
        var schedule = await server.CreateAsync(key: key);
        var admin = await AdminAsync(live);
        await live.WantAsync(403, "POST", $"/api/v1/members/{owner}/disable", new { everywhere = true, pause_schedules = true }, "", admin);
        Assert.Equal("yourself", (await live.WantAsync(409, "POST", $"/api/v1/members/{live.First!.Operator}/disable", new { })).Code);
        var disabled = (await live.WantAsync(200, "POST", $"/api/v1/members/{owner}/disable", new { everywhere = true, new_owner = live.First.Operator.Value })).Json;
        Assert.Equal((1, 0), (disabled["schedules_handed_over"]!.GetValue<int>(), disabled["schedules_paused"]!.GetValue<int>()));
        Assert.True((await live.WantAsync(200, "GET", $"{JobServer.Schedules}/{schedule}")).Json["enabled"]!.GetValue<bool>());
        await live.WantAsync(401, "GET", "/api/v1/me", null, "", cookie);
        await live.WantAsync(403, "POST", $"/api/v1/members/{owner}/enable", null, "", admin);
        await live.WantAsync(200, "POST", $"/api/v1/members/{owner}/enable");
        await live.WantAsync(401, "GET", "/api/v1/me", null, "", cookie);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_a_change_would_touch_is_told_before_it_is_made(bool postgres)
    {
        await using var server = await JobServer.StartAsync(postgres, worker: false);
        var live = server.Live;
        var calendar = (await live.WantAsync(201, "POST", "/api/v1/calendars", new { name = "Bank", dates = new[] { new { date = "2026-12-25", name = "Christmas" } } })).Json["id"]!.GetValue<string>();
        var body = JobServer.Body("quality", "lead@example.com");
        body["schedule_config"]!["exclude_calendars"] = new JsonArray(calendar);
        var connection = (await live.WantAsync(201, "POST", "/api/v1/connections", new { name = "mail", type = "email", @default = true, settings = new { host = "smtp.example.com", from = "a@example.com" } })).Json["id"]!.GetValue<string>();
        var made = await live.SendAsync("POST", JobServer.Schedules, body.ToJsonString());
        if ((int)made.Status == 422) body["schedule_config"]!.AsObject().Remove("exclude_calendars");
        var schedule = (int)made.Status == 201 ? made.Json["id"]!.GetValue<string>() : await server.CreateAsync(body);
        var template = (await live.WantAsync(200, "GET", "/api/v1/reports/templates")).Json["items"]![0]!["id"]!.GetValue<string>();
        var source = (await live.WantAsync(200, "GET", "/api/v1/data-sources")).Json["items"]![0]!["id"]!.GetValue<string>();
        foreach (var (type, id) in new[] { ("template", template), ("data_source", source), ("connection", connection), ("member", live.First!.Operator.ToString()) })
        {
            var touched = (await live.WantAsync(200, "GET", $"/api/v1/impact?type={type}&id={id}")).Json;
            Assert.Equal((schedule, "quality"), (touched["schedules"]![0]!["id"]!.GetValue<string>(), touched["schedules"]![0]!["report_type"]!.GetValue<string>()));
            Assert.Equal(type == "data_source" ? 1 : 0, touched["reports"]!.AsArray().Count);
            await live.WantAsync(404, "GET", $"/api/v1/impact?type={type}&id={Guid.NewGuid()}");
        }

        foreach (var (path, patch) in new[] { ("data-sources/" + source, "{}"), ("connections/" + connection, """{ "name": "post" }""") })
            Assert.Equal((schedule, "Daily quality"), Touched(await live.WantAsync(200, "PATCH", "/api/v1/" + path, patch)));
        var report = await live.WantAsync(200, "GET", "/api/v1/reports/templates/" + template);
        Assert.Null(report.Json["touched_schedules"]);
        Assert.Equal((schedule, "Daily quality"), Touched(await live.WantAsync(200, "PUT", "/api/v1/reports/templates/" + template, new { text = report.Json["text"]!.GetValue<string>() + "\nMore." })));
        Assert.Equal((schedule, "Daily quality"), Touched(await live.WantAsync(200, "POST", $"/api/v1/reports/templates/{template}/versions/1/restore")));
        await live.WantAsync(200, "GET", $"/api/v1/impact?type=calendar&id={calendar}");
        Assert.Equal(2, (await live.WantAsync(422, "GET", "/api/v1/impact?type=templates")).Json["errors"]!.AsArray().Count);
        Assert.Contains("Daily quality", (await live.WantAsync(409, "DELETE", "/api/v1/reports/templates/" + template)).Json["detail"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Contains("Daily quality", (await live.WantAsync(409, "DELETE", "/api/v1/connections/" + connection)).Json["detail"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_workspace_whose_last_admin_is_closed_gets_the_operator_who_did_it(bool postgres)
    {
        await using var live = await LiveServer.StartAsync(postgres);
        var (leaver, _, _) = await MemberAsync(live, "leaver@example.com", "admin");
        await live.WantAsync(201, "POST", "/api/v1/workspaces", new { slug = "second", name = "Second" });
        var (cookie, csrf) = await SessionTests.SignInAsync(live);
        var second = ("X-Workspace", "second");
        await live.WantAsync(201, "POST", "/api/v1/members", new { email = "leaver@example.com", role = "admin" }, "", cookie, csrf, second);
        await live.WantAsync(204, "DELETE", "/api/v1/members/" + live.First!.Operator, null, "", cookie, csrf, second);
        Assert.NotEqual(200, (int)(await live.SendAsync("GET", "/api/v1/members", null, "", cookie, second)).Status);
        await live.WantAsync(200, "POST", $"/api/v1/members/{leaver}/disable", new { everywhere = true });
        var members = (await live.WantAsync(200, "GET", "/api/v1/members", null, "", cookie, second)).Json["items"]!.AsArray();
        Assert.Contains(members, m => m!["person_id"]!.GetValue<string>() == live.First.Operator.ToString() && m["role"]!.GetValue<string>() == "admin");
        Assert.Contains("member.added", (await live.WantAsync(200, "GET", "/api/v1/audit?action=member.added", null, "", cookie, second)).Text, StringComparison.Ordinal);
        Assert.Equal("intact", (await live.WantAsync(200, "GET", "/api/v1/audit/verify", null, "", cookie, second)).Json["status"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_person_sees_their_sessions_and_ends_one_or_all_others()
    {
        await using var server = await LiveServer.StartAsync();
        var (first, _) = await SessionTests.SignInAsync(server);
        var (second, _) = await SessionTests.SignInAsync(server);
        var (mine, csrf) = await SessionTests.SignInAsync(server);
        var items = (await server.WantAsync(200, "GET", "/api/v1/me/sessions", null, "", mine)).Json["items"]!.AsArray();
        Assert.Equal(3, items.Count);
        Assert.True(items[0]!["current"]!.GetValue<bool>());
        Assert.Equal(("password", "127.0.0.1"), (items[0]!["way"]!.GetValue<string>(), items[0]!["origin"]!.GetValue<string>()));
        await server.WantAsync(204, "DELETE", "/api/v1/me/sessions/" + items[2]!["id"]!.GetValue<string>(), null, "", mine, csrf);
        await server.WantAsync(401, "GET", "/api/v1/me", null, "", first);
        await server.WantAsync(200, "GET", "/api/v1/me", null, "", second);
        await server.WantAsync(404, "DELETE", "/api/v1/me/sessions/" + Guid.NewGuid(), null, "", mine, csrf);
        await server.WantAsync(204, "DELETE", "/api/v1/me/sessions", null, "", mine, csrf);
        await server.WantAsync(401, "GET", "/api/v1/me", null, "", second);
        await server.WantAsync(200, "GET", "/api/v1/me", null, "", mine);
        await server.WantAsync(403, "GET", "/api/v1/me/sessions");
        server.Clock.Move(TimeSpan.FromDays(6));
        await server.WantAsync(200, "GET", "/api/v1/me", null, "", mine);
        server.Clock.Move(TimeSpan.FromDays(8));
        await server.WantAsync(401, "GET", "/api/v1/me", null, "", mine);
    }

    private static (string, string) Touched(Answer changed)
    {
        var one = Assert.Single(changed.Json["touched_schedules"]!.AsArray())!;
        return (one["id"]!.GetValue<string>(), one["name"]!.GetValue<string>());
    }

    /// <summary>A member with a session and a key of their role.</summary>
    internal static async Task<(string Id, (string, string) Cookie, string Key)> MemberAsync(LiveServer server, string email, string role)
    {
        var member = (await server.WantAsync(201, "POST", "/api/v1/members", new { email, role })).Json;
        var opened = await server.WantAsync(302, "GET", member["sign_in_path"]!.GetValue<string>(), null, "");
        var key = (await server.WantAsync(201, "POST", "/api/v1/api-keys", new { name = "theirs", role }, "", ("Cookie", opened.Cookies), ("X-CSRF-Token", opened.Header("X-CSRF-Token")!))).Json["key"]!.GetValue<string>();
        return (member["person_id"]!.GetValue<string>(), ("Cookie", opened.Cookies), key);
    }

    private static async Task<(string, string)[]> AdminAsync(LiveServer server)
    {
        var member = (await server.WantAsync(201, "POST", "/api/v1/members", new { email = "admin@example.com", role = "admin" })).Json;
        var opened = await server.WantAsync(302, "GET", member["sign_in_path"]!.GetValue<string>(), null, "");
        return [("Cookie", opened.Cookies), ("X-CSRF-Token", opened.Header("X-CSRF-Token")!)];
    }
}
