using System.Diagnostics;
using Broadsheet.Server.People;
using Broadsheet.Server.Tests.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Broadsheet.Server.Tests.People;

public sealed class SessionTests
{
    private static readonly object Right = new { email = "OP@example.com", password = LiveServer.Password };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_password_opens_a_session_and_signing_out_ends_every_copy_of_it(bool postgres)
    {
        await using var server = await LiveServer.StartAsync(postgres);
        var (cookie, csrf) = await SignInAsync(server);
        await server.WantAsync(200, "GET", "/api/v1/me", null, "", cookie);
        await server.WantAsync(204, "DELETE", "/api/v1/session", null, "", cookie, csrf);
        await server.WantAsync(401, "GET", "/api/v1/me", null, "", cookie);
    }

    [Fact]
    public async Task The_cookie_is_for_http_alone_and_a_change_needs_the_token_of_our_own_page()
    {
        await using var server = await LiveServer.StartAsync();
        var opened = await server.WantAsync(204, "POST", "/api/v1/session", Right, "");
        var session = opened.Headers["Set-Cookie"].Split('\n').Single(c => c.StartsWith("broadsheet_session", StringComparison.Ordinal));
        Assert.Contains("httponly", session, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", session, StringComparison.OrdinalIgnoreCase);
        var cookie = ("Cookie", opened.Cookies);
        var body = new { name = "from a page", role = "viewer" };
        Assert.Equal("csrf", (await server.WantAsync(403, "POST", "/api/v1/api-keys", body, "", cookie)).Code);
        Assert.Equal("csrf", (await server.WantAsync(403, "POST", "/api/v1/api-keys", body, "", cookie, ("X-CSRF-Token", "made-up"))).Code);
        await server.WantAsync(201, "POST", "/api/v1/api-keys", body, "", cookie, ("X-CSRF-Token", opened.Header("X-CSRF-Token")!));
        var me = await server.WantAsync(200, "GET", "/api/v1/me", null, "", cookie);
        Assert.NotNull(me.Header("X-CSRF-Token"));
    }

    [Fact]
    public async Task Signing_in_makes_a_new_session_and_ends_the_one_the_browser_had()
    {
        await using var server = await LiveServer.StartAsync();
        var (planted, _) = await SignInAsync(server);
        var opened = await server.WantAsync(204, "POST", "/api/v1/session", Right, "", planted);
        var cookie = ("Cookie", opened.Cookies);
        Assert.NotEqual(planted.Item2, cookie.Cookies);
        await server.WantAsync(401, "GET", "/api/v1/me", null, "", planted);
        await server.WantAsync(200, "GET", "/api/v1/me", null, "", cookie);
        Assert.Single((await server.WantAsync(200, "GET", "/api/v1/me/sessions", null, "", cookie)).Json["items"]!.AsArray());
    }

    [Fact]
    public async Task Wrong_unknown_and_locked_get_the_same_answer()
    {
        await using var server = await LiveServer.StartAsync();
        var unknown = await server.WantAsync(401, "POST", "/api/v1/session", new { email = "nobody@example.com", password = "wrong-password-1" }, "");
        for (var i = 0; i < SignIn.FailuresToLock; i++)
            Assert.Equal(unknown.Json["detail"]!.GetValue<string>(), (await server.WantAsync(401, "POST", "/api/v1/session", new { email = LiveServer.Email, password = "wrong-password-1" }, "")).Json["detail"]!.GetValue<string>());
        await server.WantAsync(401, "POST", "/api/v1/session", Right, "");
        var locked = (await server.WantAsync(200, "GET", "/api/v1/members/" + server.First!.Operator)).Json["locked_until"]!.GetValue<string>();
        Assert.True(DateTimeOffset.Parse(locked, System.Globalization.CultureInfo.InvariantCulture) > server.Clock.GetUtcNow());
        Assert.Single((await server.WantAsync(200, "GET", "/api/v1/audit?action=account.locked")).Json["items"]!.AsArray());
        server.Clock.Move(TimeSpan.FromMinutes(16));
        await server.WantAsync(204, "POST", "/api/v1/session", Right, "");
        Assert.Null((await server.WantAsync(200, "GET", "/api/v1/members/" + server.First.Operator)).Json["locked_until"]);
    }

    [Fact]
    public void An_unknown_account_costs_as_much_time_as_a_known_one()
    {
        var passwords = new Passwords();
        var hash = passwords.Hash(LiveServer.Password);
        long Ticks(string? against)
        {
            var before = Stopwatch.GetTimestamp();
            Assert.False(passwords.Verify(against, "wrong-password-1", out _));
            return Stopwatch.GetTimestamp() - before;
        }

        // The least of several, taken in turn: what other programs do to the machine meanwhile does not count.
        Ticks(hash);
        var pairs = Enumerable.Range(0, 12).Select(_ => (Unknown: Ticks(null), Known: Ticks(hash))).ToList();
        Assert.InRange((double)pairs.Min(p => p.Unknown) / pairs.Min(p => p.Known), 0.3, 3.5);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_one_time_link_works_once_and_for_a_day(bool postgres)
    {
        await using var server = await LiveServer.StartAsync(postgres);
        var path = (await server.WantAsync(201, "POST", "/api/v1/members", new { email = "new@example.com", role = "editor" })).Json["sign_in_path"]!.GetValue<string>();
        var both = await Task.WhenAll(server.SendAsync("GET", path, null, ""), server.SendAsync("GET", path, null, ""));
        Assert.Equal([302, 401], both.Select(a => (int)a.Status).Order());
        var followed = both.Single(a => (int)a.Status == 302);
        Assert.Equal("/", followed.Header("Location"));
        Assert.Equal("editor", (await server.WantAsync(200, "GET", "/api/v1/me", null, "", ("Cookie", followed.Cookies))).Json["role"]!.GetValue<string>());

        var late = (await server.WantAsync(201, "POST", "/api/v1/members", new { email = "late@example.com", role = "viewer" })).Json["sign_in_path"]!.GetValue<string>();
        server.Clock.Move(TimeSpan.FromHours(25));
        await server.WantAsync(401, "GET", late, null, "");
    }

    [Fact]
    public async Task A_new_password_ends_the_other_sessions_and_keeps_this_one()
    {
        await using var server = await LiveServer.StartAsync();
        var (other, _) = await SignInAsync(server);
        var (mine, csrf) = await SignInAsync(server);
        var body = new { current_password = LiveServer.Password, password = "orbit lantern copper mills" };
        Assert.Equal(("current_password", "wrong-password"), (await server.WantAsync(422, "PUT", "/api/v1/me/password", body with { current_password = "no" }, "", mine, csrf)).Error);
        Assert.Equal(("password", "too-short"), (await server.WantAsync(422, "PUT", "/api/v1/me/password", body with { password = "short" }, "", mine, csrf)).Error);
        var changed = await server.WantAsync(204, "PUT", "/api/v1/me/password", body, "", mine, csrf);
        await server.WantAsync(401, "GET", "/api/v1/me", null, "", other);
        await server.WantAsync(200, "GET", "/api/v1/me", null, "", ("Cookie", changed.Cookies));
        await server.WantAsync(403, "PUT", "/api/v1/me/password", body);
    }

    [Fact]
    public async Task A_disabled_persons_session_is_dead()
    {
        await using var server = await LiveServer.StartAsync();
        var (cookie, _) = await SignInAsync(server);
        await server.StoreAsync(db => db.People.ExecuteUpdateAsync(s => s.SetProperty(p => p.DisabledAt, NodaTime.Instant.FromUtc(2026, 1, 1, 0, 0))));
        await server.WantAsync(401, "GET", "/api/v1/me", null, "", cookie);
        await server.WantAsync(401, "POST", "/api/v1/session", Right, "");
    }

    [Fact]
    public async Task A_session_chooses_its_workspace_by_header()
    {
        await using var server = await LiveServer.StartAsync();
        await server.WantAsync(201, "POST", "/api/v1/workspaces", new { slug = "second", name = "Second" });
        var (cookie, _) = await SignInAsync(server);
        async Task<string> SlugAsync(params (string, string)[] headers) =>
            (await server.WantAsync(200, "GET", "/api/v1/me", null, "", [cookie, .. headers])).Json["workspace"]!["slug"]!.GetValue<string>();
        Assert.Equal("main", await SlugAsync());
        Assert.Equal("second", await SlugAsync(("X-Workspace", "second")));
        await server.WantAsync(404, "GET", "/api/v1/me", null, "", cookie, ("X-Workspace", "third"));
        await server.WantAsync(404, "GET", "/api/v1/me", null, null, ("X-Workspace", "second"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Without_settings_a_link_signs_the_first_operator_in_and_each_start_gives_one_until_then(bool postgres)
    {
        await using var server = await LiveServer.StartAsync(postgres, null, ("Broadsheet:Bootstrap:Email", null), ("Broadsheet:Bootstrap:Password", null), ("Broadsheet:Bootstrap:ApiKey", null));
        Assert.True(server.First!.IsNew);
        var again = await StartAgainAsync(server);
        Assert.False(again!.IsNew);
        var signedIn = await server.WantAsync(302, "GET", SignInLinks.Path(again.SignInToken!), null, "");
        Assert.Equal("admin", (await server.WantAsync(200, "GET", "/api/v1/me", null, "", ("Cookie", signedIn.Cookies))).Json["role"]!.GetValue<string>());
        Assert.Null(await StartAgainAsync(server));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Of_several_nodes_one_makes_the_first_operator(bool postgres)
    {
        await using var server = await LiveServer.StartAsync(postgres);
        await server.StoreAsync(async db =>
        {
            await db.AuditEntries.ExecuteDeleteAsync();
            await db.AuditHeads.ExecuteDeleteAsync();
            await db.ApiKeys.ExecuteDeleteAsync();
            await db.Memberships.ExecuteDeleteAsync();
            await db.People.ExecuteDeleteAsync();
            await db.Workspaces.ExecuteDeleteAsync();
        });
        var starts = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => StartAgainAsync(server))));
        Assert.Single(starts, s => s is { IsNew: true });
        await server.StoreAsync(async db => Assert.Equal(1, await db.People.CountAsync()));
    }

    [Theory]
    [InlineData("not an address", null, null, "Broadsheet:Bootstrap:Email")]
    [InlineData("op@example.com", "short", null, "Broadsheet:Bootstrap:Password")]
    [InlineData(null, "Correct-horse-7-battery", null, "Broadsheet:Bootstrap:Email")]
    [InlineData(null, null, "bsk_x_y", "Broadsheet:Bootstrap:ApiKey")]
    public void A_malformed_first_operator_stops_the_start_with_the_settings_name(string? email, string? password, string? key, string setting)
    {
        var problem = BootstrapSettings.Read(email, password, key).Problem;
        Assert.Contains(setting, problem!.Summary, StringComparison.Ordinal);
        if (password is not null) Assert.DoesNotContain(password, problem.Summary, StringComparison.Ordinal);
    }

    internal static async Task<((string, string) Cookie, (string, string) Csrf)> SignInAsync(LiveServer server)
    {
        var opened = await server.WantAsync(204, "POST", "/api/v1/session", Right, "");
        return (("Cookie", opened.Cookies), ("X-CSRF-Token", opened.Header("X-CSRF-Token")!));
    }

    private static async Task<FirstStart?> StartAgainAsync(LiveServer server)
    {
        await using var scope = server.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<Bootstrap>().RunAsync(default);
    }
}
