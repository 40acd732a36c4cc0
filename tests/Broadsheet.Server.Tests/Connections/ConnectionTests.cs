using Broadsheet.Server.Tests.Http;
using Broadsheet.Server.Tests.People;
using Broadsheet.Server.Tests.Runs;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Broadsheet.Server.Tests.Connections;

public sealed class ConnectionTests
{
    private const string Path = "/api/v1/connections";
    private const string Secret = "s3cret-word";

    private static object Mail(string name = "Mail server", bool? standard = null, string host = "smtp.example.com", string? password = Secret) =>
        new { name, type = "email", @default = standard, settings = new { host, user = "reports", password, from = "Reports <reports@example.com>" } };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_secret_goes_in_and_never_comes_out(bool postgres)
    {
        await using var server = await LiveServer.StartAsync(postgres);
        var made = await server.WantAsync(201, "POST", Path, Mail());
        var at = made.Header("Location")!;
        Assert.Equal((587, false), (made.Json["settings"]!["port"]!.GetValue<int>(), made.Json["default"]!.GetValue<bool>()));
        await server.WantAsync(200, "PATCH", at, new { name = "Main mail server", settings = new { password = "an0ther-word" } });
        var audit = await server.WantAsync(200, "GET", "/api/v1/audit?limit=200");
        Assert.Contains("connection.edited", audit.Text, StringComparison.Ordinal);
        foreach (var answer in new[] { made, await server.WantAsync(200, "GET", at), await server.WantAsync(200, "GET", Path), audit })
        {
            Assert.DoesNotContain(Secret, answer.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("an0ther-word", answer.Text, StringComparison.Ordinal);
            Assert.Contains("\"password\":{\"set\":true}", answer.Text, StringComparison.Ordinal);
            Assert.Contains("\"api_key\":{\"set\":false}", answer.Text, StringComparison.Ordinal);
        }

        await server.StoreAsync(async db =>
        {
            var row = await db.Connections.SingleAsync();
            Assert.DoesNotContain("word\"", row.SettingsJson + row.Secrets, StringComparison.Ordinal);
        });
        await server.WantAsync(204, "DELETE", at);
        await server.WantAsync(404, "GET", at);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_secret_stays_when_left_out_and_does_not_follow_to_another_host(bool postgres)
    {
        await using var server = await LiveServer.StartAsync(postgres);
        var at = (await server.WantAsync(201, "POST", Path, Mail())).Header("Location")!;
        var read = await server.WantAsync(200, "GET", at);
        var put = new { name = "Mail server", type = "email", settings = read.Json["settings"] };
        Assert.Equal(2, (await server.WantAsync(200, "PUT", at, put, null, ("If-Match", read.Header("ETag")!))).Json["version"]!.GetValue<int>());
        await server.WantAsync(412, "PUT", at, put, null, ("If-Match", read.Header("ETag")!));
        Assert.Equal(("settings.password", "required-again"), (await server.WantAsync(422, "PATCH", at, new { settings = new { host = "evil.example.com" } })).Error);
        await server.WantAsync(200, "PATCH", at, new { settings = new { host = "new.example.com", password = "entered-again" } });
        var gone = await server.WantAsync(200, "PATCH", at, """{ "settings": { "password": null, "user": null } }""");
        Assert.Contains("\"password\":{\"set\":false}", gone.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task One_of_a_type_is_the_default(bool postgres)
    {
        await using var server = await LiveServer.StartAsync(postgres);
        var first = (await server.WantAsync(201, "POST", Path, Mail("first", true))).Header("Location")!;
        var hook = (await server.WantAsync(201, "POST", Path, new { name = "hooks", type = "webhook", @default = true, settings = new { secret = Hooks.Key } })).Header("Location")!;
        var second = (await server.WantAsync(201, "POST", Path, Mail("second", true))).Header("Location")!;
        async Task<bool> IsDefaultAsync(string at) => (await server.WantAsync(200, "GET", at)).Json["default"]!.GetValue<bool>();
        Assert.Equal((false, true, true), (await IsDefaultAsync(first), await IsDefaultAsync(second), await IsDefaultAsync(hook)));
        await server.WantAsync(200, "PATCH", first, new { @default = true });
        Assert.Equal((true, false), (await IsDefaultAsync(first), await IsDefaultAsync(second)));
        await server.WantAsync(200, "PUT", first, Mail("first"));
        Assert.True(await IsDefaultAsync(first));
    }

    [Fact]
    public async Task What_is_wrong_is_said_at_its_field()
    {
        await using var server = await LiveServer.StartAsync();
        await server.WantAsync(201, "POST", Path, Mail());
        Assert.Equal(("name", "taken"), (await server.WantAsync(422, "POST", Path, Mail())).Error);
        Assert.Equal(("name", "bad-name"), (await server.WantAsync(422, "POST", Path, Mail(Guid.NewGuid().ToString()))).Error);
        Assert.Equal(("type", "unknown-type"), (await server.WantAsync(422, "POST", Path, new { name = "x", type = "inbox", settings = new { } })).Error);
        Assert.Equal(("settings.token", "bad-token"), (await server.WantAsync(422, "POST", Path, new { name = "x", type = "slack", settings = new { token = "word" } })).Error);
        Assert.Equal(("settings.hots", "unknown-field"), (await server.WantAsync(422, "POST", Path, new { name = "x", type = "email", settings = new { hots = "x", from = "a@example.com" } })).Error);
        var types = (await server.WantAsync(200, "GET", Path + "/types")).Json.AsArray();
        Assert.Equal(["email", "s3", "slack", "sms", "webhook"], types.Select(t => t!["type"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Only_admins_change_them_and_everybody_who_sees_sees_them()
    {
        await using var server = await LiveServer.StartAsync();
        var at = (await server.WantAsync(201, "POST", Path, Mail())).Header("Location")!;
        foreach (var role in new[] { "viewer", "editor" })
        {
            var key = await AccessTests.KeyAsync(server, role);
            await server.WantAsync(200, "GET", at, null, key);
            await server.WantAsync(403, "POST", Path, Mail("other"), key);
            await server.WantAsync(403, "PATCH", at, new { name = "other" }, key);
            await server.WantAsync(403, "POST", at + "/test", null, key);
            await server.WantAsync(403, "DELETE", at, null, key);
        }
    }

    [Fact]
    public async Task A_test_reaches_the_mail_server_and_says_what_is_wrong()
    {
        await using var mail = new MailBox();
        await using var server = await LiveServer.StartAsync(false, null, mail.Settings[^1]);
        var at = (await server.WantAsync(201, "POST", Path, Hooks.MailBy(mail))).Header("Location")!;
        Assert.Equal("""{"ok":true,"message":null}""", (await server.WantAsync(200, "POST", at + "/test")).Text);
        Assert.Empty(mail.Mails);
        await mail.DisposeAsync();
        var failed = (await server.WantAsync(200, "POST", at + "/test")).Json;
        Assert.False(failed["ok"]!.GetValue<bool>());
        Assert.NotEmpty(failed["message"]!.GetValue<string>());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task One_that_schedules_send_over_stays(bool postgres)
    {
        await using var server = await JobServer.StartAsync(postgres, worker: false);
        var live = server.Live;
        var named = await live.WantAsync(201, "POST", Path, Mail("named"));
        var standard = (await live.WantAsync(201, "POST", Path, Mail("standard", true))).Header("Location")!;
        var body = JobServer.Body(destinations: ["a@example.com"]);
        body["destinations"]![0]!["connection"] = "named";
        body["name"] = "By name";
        var schedule = await server.CreateAsync(body);
        var refused = await live.WantAsync(409, "DELETE", named.Header("Location")!);
        Assert.Equal("in-use", refused.Code);
        Assert.Equal("""{"count":1,"schedules":["By name"]}""", (await live.WantAsync(200, "GET", named.Header("Location")! + "/impact")).Text);
        Assert.Equal("""{"count":0,"schedules":[]}""", (await live.WantAsync(200, "GET", standard + "/impact")).Text);
        Assert.Contains("“By name”", refused.Json["detail"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(named.Json["id"]!.GetValue<string>(), (await live.WantAsync(200, "GET", $"{JobServer.Schedules}/{schedule}")).Json["destinations"]![0]!["connection"]!.GetValue<string>());

        body["name"] = "By default";
        body["destinations"]![0]!.AsObject().Remove("connection");
        await live.WantAsync(200, "PUT", $"{JobServer.Schedules}/{schedule}", body.ToJsonString());
        await live.WantAsync(204, "DELETE", named.Header("Location")!);
        Assert.Contains("“By default”", (await live.WantAsync(409, "DELETE", standard)).Text, StringComparison.Ordinal);
        await live.WantAsync(204, "DELETE", $"{JobServer.Schedules}/{schedule}");
        await live.WantAsync(204, "DELETE", standard);
    }
}
