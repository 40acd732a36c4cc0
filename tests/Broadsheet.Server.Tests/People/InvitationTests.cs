using Broadsheet.Server.Tests.Http;
using Broadsheet.Server.Tests.Runs;
using Xunit;

namespace Broadsheet.Server.Tests.People;

public sealed class InvitationTests
{
    private const string Path = "/api/v1/invitations";
    private const string Chosen = "orbit lantern copper mills";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Who_is_invited_chooses_a_password_and_is_in(bool postgres)
    {
        await using var server = await LiveServer.StartAsync(postgres);
        var made = await server.WantAsync(201, "POST", Path, new { email = "New@Example.com", role = "editor", name = "New" });
        var token = made.Json["accept_path"]!.GetValue<string>().Split('/')[^1];
        var waiting = await server.WantAsync(200, "GET", Path);
        Assert.Single(waiting.Json["items"]!.AsArray());
        Assert.DoesNotContain(token, waiting.Text, StringComparison.Ordinal);
        await server.WantAsync(200, "GET", made.Header("Location")!);
        Assert.DoesNotContain((await server.WantAsync(200, "GET", "/api/v1/members")).Json["items"]!.AsArray(), m => m!["email"]!.GetValue<string>() == "New@Example.com");

        var shown = (await server.WantAsync(200, "POST", Path + "/show", new { token }, "")).Json;
        Assert.Equal(("Main", false), (shown["workspace"]!.GetValue<string>(), shown["has_account"]!.GetValue<bool>()));
        Assert.Equal(("password", "too-short"), (await server.WantAsync(422, "POST", Path + "/accept", new { token, password = "short" }, "")).Error);
        Assert.Equal(("password", "required"), (await server.WantAsync(422, "POST", Path + "/accept", new { token }, "")).Error);
        var both = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => server.SendAsync("POST", Path + "/accept", new { token, password = Chosen, name = "Newly" }, "")));
        Assert.Equal([204, 422], both.Select(a => (int)a.Status).Order());
        var cookie = ("Cookie", both.Single(a => (int)a.Status == 204).Cookies);
        var me = (await server.WantAsync(200, "GET", "/api/v1/me", null, "", cookie)).Json;
        Assert.Equal(("editor", "Newly"), (me["role"]!.GetValue<string>(), me["person"]!["name"]!.GetValue<string>()));
        await server.WantAsync(204, "POST", "/api/v1/session", new { email = "new@example.com", password = Chosen }, "");
        await server.WantAsync(404, "POST", Path + "/show", new { token }, "");
        Assert.Equal("invitation.accepted", (await server.WantAsync(200, "GET", "/api/v1/audit?action=invitation.accepted")).Json["items"]![0]!["action"]!.GetValue<string>());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Who_has_an_account_gives_its_password_or_is_signed_in(bool postgres)
    {
        await using var server = await LiveServer.StartAsync(postgres);
        await server.WantAsync(201, "POST", "/api/v1/workspaces", new { slug = "second", name = "Second" });
        var (cookie, csrf) = await SessionTests.SignInAsync(server);
        (string, string)[] second = [cookie, csrf, ("X-Workspace", "second")];
        var first = await TokenAsync(server, "both@example.com");
        await server.WantAsync(204, "POST", Path + "/accept", new { token = first, password = Chosen }, "");

        var token = await TokenAsync(server, "both@example.com", "", second);
        Assert.True((await server.WantAsync(200, "POST", Path + "/show", new { token }, "")).Json["has_account"]!.GetValue<bool>());
        Assert.Equal(("password", "wrong-password"), (await server.WantAsync(422, "POST", Path + "/accept", new { token, password = "another good password" }, "")).Error);
        Assert.Equal(("password", "wrong-password"), (await server.WantAsync(422, "POST", Path + "/accept", new { token, password = "another good password" }, "", cookie)).Error);
        var own = await server.WantAsync(204, "POST", "/api/v1/session", new { email = "both@example.com", password = Chosen }, "");
        await server.WantAsync(204, "POST", Path + "/accept", new { token }, "", ("Cookie", own.Cookies));
        Assert.Equal("second", (await server.WantAsync(200, "GET", "/api/v1/me", null, "", ("Cookie", own.Cookies), ("X-Workspace", "second"))).Json["workspace"]!["slug"]!.GetValue<string>());
    }

    [Fact]
    public async Task It_is_replaced_withdrawn_and_dies_after_a_week()
    {
        await using var server = await LiveServer.StartAsync();
        var old = await TokenAsync(server, "a@example.com");
        var newer = await TokenAsync(server, "a@example.com");
        await server.WantAsync(422, "POST", Path + "/accept", new { token = old, password = Chosen }, "");
        var id = (await server.WantAsync(200, "GET", Path)).Json["items"]![0]!["id"]!.GetValue<string>();
        await server.WantAsync(204, "DELETE", $"{Path}/{id}");
        await server.WantAsync(404, "DELETE", $"{Path}/{id}");
        await server.WantAsync(422, "POST", Path + "/accept", new { token = newer, password = Chosen }, "");
        var late = await TokenAsync(server, "b@example.com");
        server.Clock.Move(TimeSpan.FromDays(7.1));
        await server.WantAsync(422, "POST", Path + "/accept", new { token = late, password = Chosen }, "");
        Assert.Equal(("email", "already-member"), (await server.WantAsync(422, "POST", Path, new { email = LiveServer.Email, role = "viewer" })).Error);
        Assert.Equal(("role", "role-for-keys"), (await server.WantAsync(422, "POST", Path, new { email = "w@example.com", role = "worker" })).Error);
        await server.WantAsync(403, "POST", Path, new { email = "w@example.com", role = "viewer" }, await AccessTests.KeyAsync(server, "editor"));
    }

    [Fact]
    public async Task It_is_mailed_where_it_is_asked_for_and_says_when_that_did_not_work()
    {
        await using var mail = new MailBox();
        await using var server = await LiveServer.StartAsync(false, null, [.. mail.Settings, ("Broadsheet:PublicUrl", "https://reports.example.com/sheet")]);
        var made = (await server.WantAsync(201, "POST", Path, new { email = "new@example.com", role = "viewer", mail = true })).Json;
        Assert.Null(made["mail_error"]);
        var (to, text) = Assert.Single(mail.Mails);
        Assert.Equal("new@example.com", to);
        Assert.Contains("https://reports.example.com/sheet" + made["accept_path"]!.GetValue<string>(), text.Replace("=\n", "", StringComparison.Ordinal).Replace("=3D", "=", StringComparison.Ordinal), StringComparison.Ordinal);
        mail.Refuse = _ => "550 no such user";
        Assert.Contains("550", (await server.WantAsync(201, "POST", Path, new { email = "gone@example.com", role = "viewer", mail = true })).Json["mail_error"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    private static async Task<string> TokenAsync(LiveServer server, string email, string? key = null, params (string, string)[] headers) =>
        (await server.WantAsync(201, "POST", Path, new { email, role = "viewer" }, key, headers)).Json["accept_path"]!.GetValue<string>().Split('/')[^1];
}
