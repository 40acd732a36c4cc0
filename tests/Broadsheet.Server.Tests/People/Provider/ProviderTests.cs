using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Broadsheet.Server.Tests.Http;
using Broadsheet.Server.Tests.Runs;
using Xunit;

namespace Broadsheet.Server.Tests.People.Provider;

public sealed class ProviderTests
{
    private static readonly (string, string?)[] Groups = [("Broadsheet:Oidc:RolesClaim", "groups"), ("Broadsheet:Oidc:Roles:qa", "main:editor"), ("Broadsheet:Oidc:Roles:bosses", "main:admin")];

    /// <summary>Every lie, and what the person is told.</summary>
    public static TheoryData<string, string> Lies => new()
    {
        { "nonce of another request", "nonce" }, { "no nonce", "nonce" }, { "another audience", "aud" }, { "several audiences", "azp" }, { "another issuer", "iss" }, { "expired", "exp" },
        { "never expires", "exp" }, { "not yet", "exp" }, { "another key", "signature" }, { "another key with a name of its own", "does not publish" }, { "no signature", "" },
        { "alg none", "" }, { "the public key as a secret", "" }, { "the client's secret", "" }, { "changed after signing", "signature" }, { "no subject", "sub" }, { "no token", "id_token" }, { "not a token", "" },
    };

    [Theory]
    [MemberData(nameof(Lies))]
    public async Task A_provider_that_lies_signs_nobody_in(string lie, string reason)
    {
        await using var provider = await PretendProvider.StartAsync();
        await using var server = await LiveServer.StartAsync(false, null, provider.Settings(Groups));
        using var other = RSA.Create(2048);
        provider.Claims = claims =>
        {
            claims["groups"] = new JsonArray("qa");
            var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
            if (lie == "nonce of another request") claims["nonce"] = "another";
            if (lie == "no nonce") claims.Remove("nonce");
            if (lie == "another audience") claims["aud"] = "somebody";
            if (lie == "several audiences") (claims["aud"], claims["azp"]) = (new JsonArray("broadsheet", "somebody"), "somebody");
            if (lie == "another issuer") claims["iss"] = "https://login.example.com";
            if (lie == "expired") claims["exp"] = now - 600;
            if (lie == "never expires") claims.Remove("exp");
            if (lie == "not yet") claims["nbf"] = now + 600;
            if (lie == "no subject") claims.Remove("sub");
        };
        provider.Token = lie switch
        {
            "another key" => claims => provider.Sign(claims, other),
            "another key with a name of its own" => claims => provider.Sign(claims, other, """{"alg":"RS256","kid":"mine"}"""),
            "no signature" => claims => provider.Sign(claims)[..(provider.Sign(claims).LastIndexOf('.') + 1)],
            "alg none" => PretendProvider.Unsigned,
            "the public key as a secret" => claims => PretendProvider.SignWith(provider.PublicPem(), claims),
            "the client's secret" => claims => PretendProvider.SignWith("client+secret/1", claims),
            "changed after signing" => claims => Changed(provider.Sign(claims)),
            "no token" => _ => null!,
            "not a token" => _ => "a.b.c",
            _ => null,
        };
        var refused = await FollowAsync(server, provider);
        Assert.Equal((401, "sign-in-refused"), ((int)refused.Status, refused.Code));
        Assert.Contains(reason, refused.Json["detail"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.DoesNotContain("broadsheet_session", refused.Cookies, StringComparison.Ordinal);
        var logged = (await server.WantAsync(200, "GET", "/api/v1/audit?action=session.refused")).Json["items"]![0]!;
        Assert.Equal(provider.Issuer, logged["after"]!["way"]!.GetValue<string>());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_person_with_a_role_at_the_provider_is_made_a_member_and_follows_it(bool postgres)
    {
        await using var provider = await PretendProvider.StartAsync();
        await using var server = await JobServer.StartAsync(postgres, false, provider.Settings(Groups));
        var live = server.Live;
        Assert.Equal("/signin/provider", (await live.WantAsync(200, "GET", "/api/v1/session/ways", null, "")).Json["provider"]!["path"]!.GetValue<string>());
        JsonArray groups = ["qa", "other"];
        provider.Claims = claims => claims["groups"] = groups.DeepClone();
        var opened = await FollowAsync(live, provider);
        Assert.Equal("/", opened.Header("Location"));
        var me = (await live.WantAsync(200, "GET", "/api/v1/me", null, "", ("Cookie", opened.Cookies))).Json;
        Assert.Equal(("editor", "person@example.com", "A Person"), (me["role"]!.GetValue<string>(), me["person"]!["email"]!.GetValue<string>(), me["person"]!["name"]!.GetValue<string>()));
        Assert.Equal("Basic " + Convert.ToBase64String("broadsheet:client%2Bsecret%2F1"u8), provider.Authorization);
        Assert.True(provider.Form!["code_verifier"].ToString().Length >= 43);

        var csrf = ("X-CSRF-Token", opened.Header("X-CSRF-Token")!);
        await live.WantAsync(201, "POST", JobServer.Schedules, JobServer.Body().ToJsonString(), "", ("Cookie", opened.Cookies), csrf);
        groups = ["bosses"];
        provider.Roll();
        live.Clock.Move(TimeSpan.FromMinutes(1));
        Assert.Equal(302, (int)(await FollowAsync(live, provider)).Status);
        Assert.Equal("admin", (await live.WantAsync(200, "GET", "/api/v1/me", null, "", ("Cookie", opened.Cookies))).Json["role"]!.GetValue<string>());

        groups = [];
        var lost = await FollowAsync(live, provider);
        Assert.Contains("no role", lost.Json["detail"]!.GetValue<string>(), StringComparison.Ordinal);
        await live.WantAsync(401, "GET", "/api/v1/me", null, "", ("Cookie", opened.Cookies));
        var paused = (await live.WantAsync(200, "GET", JobServer.Schedules)).Json["items"]![0]!;
        Assert.Equal("paused", paused["state"]!.GetValue<string>());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_role_of_the_provider_that_may_not_schedule_pauses_what_its_person_owns(bool postgres)
    {
        await using var provider = await PretendProvider.StartAsync();
        await using var server = await JobServer.StartAsync(postgres, false, provider.Settings([.. Groups, ("Broadsheet:Oidc:Roles:readers", "main:viewer")]));
        var live = server.Live;
        var group = "bosses";
        provider.Claims = claims => claims["groups"] = new JsonArray(group);
        var opened = await FollowAsync(live, provider);
        (string, string)[] person = [("Cookie", opened.Cookies), ("X-CSRF-Token", opened.Header("X-CSRF-Token")!)];
        var path = JobServer.Schedules + "/" + (await live.WantAsync(201, "POST", JobServer.Schedules, JobServer.Body().ToJsonString(), "", person)).Json["id"]!.GetValue<string>();

        // Editor instead of admin may schedule as before; viewer may not.
        group = "qa";
        Assert.Equal(302, (int)(await FollowAsync(live, provider)).Status);
        Assert.True((await live.WantAsync(200, "GET", path)).Json["enabled"]!.GetValue<bool>());
        group = "readers";
        Assert.Equal(302, (int)(await FollowAsync(live, provider)).Status);
        Assert.Equal("viewer", (await live.WantAsync(200, "GET", "/api/v1/me", null, "", person)).Json["role"]!.GetValue<string>());
        var paused = await live.WantAsync(200, "GET", path);
        Assert.Equal("paused", paused.Json["state"]!.GetValue<string>());
        Assert.Contains("person@example.com, may not schedule reports as viewer, the role that the sign-in provider says", paused.Text, StringComparison.Ordinal);
        var changes = (await live.WantAsync(200, "GET", "/api/v1/audit?action=member.role_changed")).Json["items"]!.AsArray();
        Assert.Equal([("viewer", 1), ("editor", null), ("admin", (int?)null)], changes.Select(e => (e!["after"]!["role"]!.GetValue<string>(), e["after"]!["schedules"]?.GetValue<int>())));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_provider_does_not_take_a_workspaces_last_admin(bool postgres)
    {
        await using var provider = await PretendProvider.StartAsync();
        await using var server = await LiveServer.StartAsync(postgres, null, provider.Settings([.. Groups, ("Broadsheet:Oidc:Roles:chiefs", "second:admin"), ("Broadsheet:Oidc:Roles:crew", "second:viewer")]));
        await server.WantAsync(201, "POST", "/api/v1/workspaces", new { slug = "second", name = "Second" });
        JsonArray groups = ["chiefs", "qa"];
        provider.Claims = claims => claims["groups"] = groups.DeepClone();
        var opened = await FollowAsync(server, provider);
        (string, string)[] person = [("Cookie", opened.Cookies), ("X-CSRF-Token", opened.Header("X-CSRF-Token")!), ("X-Workspace", "second")];
        var (cookie, csrf) = await SessionTests.SignInAsync(server);
        (string, string)[] maker = [cookie, csrf, ("X-Workspace", "second")];
        await server.WantAsync(204, "DELETE", $"/api/v1/members/{server.First!.Operator}", null, "", person);
        async Task<string> RoleAsync() => (await server.WantAsync(200, "GET", "/api/v1/me", null, "", person)).Json["role"]!.GetValue<string>();
        async Task<JsonArray> KeptAsync() => (await server.WantAsync(200, "GET", "/api/v1/audit?action=member.role_kept", null, "", person)).Json["items"]!.AsArray();

        // Another role, then none, while nobody else is admin there.
        groups = ["crew", "qa"];
        Assert.Equal(302, (int)(await FollowAsync(server, provider)).Status);
        Assert.Equal("admin", await RoleAsync());
        groups = ["qa"];
        Assert.Equal(302, (int)(await FollowAsync(server, provider)).Status);
        Assert.Equal("admin", await RoleAsync());
        var kept = await KeptAsync();
        Assert.Equal([null, "viewer"], kept.Select(e => e!["after"]!["said"]?.GetValue<string>()));
        Assert.All(kept, e => Assert.Contains("last admin", e!["after"]!["reason"]!.GetValue<string>(), StringComparison.Ordinal));
        Assert.All(kept, e => Assert.Equal((provider.Issuer, true), (e!["after"]!["by"]!.GetValue<string>(), e["failed"]!.GetValue<bool>())));

        // Once there is another admin, what the provider says counts.
        await server.WantAsync(201, "POST", "/api/v1/members", new { email = LiveServer.Email, role = "admin" }, "", person);
        groups = ["crew", "qa"];
        Assert.Equal(302, (int)(await FollowAsync(server, provider)).Status);
        Assert.Equal("viewer", await RoleAsync());
        Assert.Equal(2, (await server.WantAsync(200, "GET", "/api/v1/audit?action=member.role_kept", null, "", maker)).Json["items"]!.AsArray().Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_same_address_at_another_provider_or_with_a_password_is_another_person(bool postgres)
    {
        await using var provider = await PretendProvider.StartAsync();
        await using var server = await LiveServer.StartAsync(postgres, null, provider.Settings(Groups));
        provider.Claims = claims => (claims["groups"], claims["email"]) = (new JsonArray("qa"), LiveServer.Email);
        Assert.Contains("account with this address", (await FollowAsync(server, provider)).Json["detail"]!.GetValue<string>(), StringComparison.Ordinal);

        provider.Claims = claims => claims["groups"] = new JsonArray("qa");
        Assert.Equal(302, (int)(await FollowAsync(server, provider)).Status);
        provider.Claims = claims => (claims["groups"], claims["sub"]) = (new JsonArray("qa"), "subject-2");
        Assert.Contains("account with this address", (await FollowAsync(server, provider)).Json["detail"]!.GetValue<string>(), StringComparison.Ordinal);

        // A second provider in place of the first, on the same store, that has a person of the same address and even the same subject.
        await using var second = await PretendProvider.StartAsync();
        second.Claims = claims => claims["groups"] = new JsonArray("qa");
        await using var moved = await server.BesideAsync(second.Settings(Groups));
        Assert.Contains("account with this address", (await FollowAsync(moved, second)).Json["detail"]!.GetValue<string>(), StringComparison.Ordinal);
        provider.Claims = claims => (claims["groups"], claims["sub"], claims["email"], claims["email_verified"]) = (new JsonArray("qa"), "subject-3", "free@example.com", false);
        Assert.Contains("verified", (await FollowAsync(server, provider)).Json["detail"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Somebody_signed_in_connects_it_and_an_invited_address_is_let_in()
    {
        await using var provider = await PretendProvider.StartAsync();
        await using var server = await LiveServer.StartAsync(false, null, provider.Settings());
        Assert.Contains("no role", (await FollowAsync(server, provider)).Json["detail"]!.GetValue<string>(), StringComparison.Ordinal);
        await server.WantAsync(201, "POST", "/api/v1/invitations", new { email = "person@example.com", role = "auditor" });
        var invited = await FollowAsync(server, provider);
        Assert.Equal("auditor", (await server.WantAsync(200, "GET", "/api/v1/me", null, "", ("Cookie", invited.Cookies))).Json["role"]!.GetValue<string>());

        provider.Claims = claims => (claims["sub"], claims["email"]) = ("subject-op", LiveServer.Email);
        var (cookie, _) = await SessionTests.SignInAsync(server);
        Assert.Equal(401, (int)(await FollowAsync(server, provider)).Status);
        var connected = await FollowAsync(server, provider, "?connect=true", cookie);
        Assert.True((int)connected.Status == 302, connected.ToString());
        var logged = (await server.WantAsync(200, "GET", "/api/v1/audit?action=account.connected")).Json["items"]!.AsArray();
        Assert.Equal((server.First!.Operator.ToString(), provider.Issuer), (Assert.Single(logged)!["person_id"]!.GetValue<string>(), logged[0]!["after"]!["provider"]!.GetValue<string>()));
        var opened = await FollowAsync(server, provider);
        Assert.Equal(server.First!.Operator.ToString(), (await server.WantAsync(200, "GET", "/api/v1/me", null, "", ("Cookie", opened.Cookies))).Json["person"]!["id"]!.GetValue<string>());
        provider.Claims = _ => { };
        (cookie, _) = await SessionTests.SignInAsync(server);
        Assert.Contains("another account", (await FollowAsync(server, provider, "?connect=true", cookie)).Json["detail"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    /// <summary>A page elsewhere that leads a reader to the address has their session sent along, and no cookie that is ours alone.</summary>
    [Fact]
    public async Task Another_site_connects_nobody_to_a_provider()
    {
        await using var provider = await PretendProvider.StartAsync();
        await using var server = await LiveServer.StartAsync(false, null, provider.Settings());
        var (cookie, _) = await SessionTests.SignInAsync(server);
        var session = ("Cookie", cookie.Item2.Split("; ").Single(c => c.StartsWith("broadsheet_session=", StringComparison.Ordinal)));
        const string Path = "/signin/provider?connect=true";
        Assert.Equal("csrf", (await server.WantAsync(403, "GET", Path, null, "", session)).Code);
        foreach (var site in new[] { "cross-site", "same-site" }) await server.WantAsync(403, "GET", Path, null, "", cookie, ("Sec-Fetch-Site", site));
        foreach (var site in new[] { "same-origin", "none" }) await server.WantAsync(302, "GET", Path, null, "", cookie, ("Sec-Fetch-Site", site));
        await server.WantAsync(302, "GET", "/signin/provider", null, "", ("Sec-Fetch-Site", "cross-site"));
    }

    [Fact]
    public async Task An_answer_without_the_browser_that_asked_is_refused()
    {
        await using var provider = await PretendProvider.StartAsync();
        await using var server = await LiveServer.StartAsync(false, null, provider.Settings(Groups));
        provider.Claims = claims => claims["groups"] = new JsonArray("qa");
        var asked = await server.WantAsync(302, "GET", "/signin/provider", null, "");
        var back = provider.Agree(asked.Header("Location")!);
        await server.WantAsync(401, "GET", back, null, "");
        await server.WantAsync(401, "GET", back.Replace("state=", "state=x", StringComparison.Ordinal), null, "", ("Cookie", asked.Cookies));
        await server.WantAsync(401, "GET", "/signin/provider/callback?error=access_denied", null, "");
        await server.WantAsync(302, "GET", back, null, "", ("Cookie", asked.Cookies));
    }

    [Fact]
    public async Task Settings_that_cannot_be_used_stop_the_start_and_say_which()
    {
        var refused = await Assert.ThrowsAnyAsync<Exception>(async () => await (await LiveServer.StartAsync(false, null, ("Broadsheet:Oidc:Issuer", "http://login.example.com"), ("Broadsheet:Oidc:ClientId", "x"), ("Broadsheet:Oidc:Roles:qa", "main:worker"))).DisposeAsync());
        foreach (var name in new[] { "Broadsheet:Oidc:Issuer", "Broadsheet:Oidc:ClientSecret", "Broadsheet:Oidc:Roles:qa" }) Assert.Contains(name, refused.Message, StringComparison.Ordinal);
    }

    /// <summary>From the button to the server's answer to the provider's.</summary>
    private static async Task<Answer> FollowAsync(LiveServer server, PretendProvider provider, string query = "", params (string Name, string Value)[] headers)
    {
        var asked = await server.WantAsync(302, "GET", "/signin/provider" + query, null, "", headers);
        var cookies = string.Join("; ", headers.Where(h => h.Name == "Cookie").Select(h => h.Value).Append(asked.Cookies));
        return await server.SendAsync("GET", provider.Agree(asked.Header("Location")!), null, "", ("Cookie", cookies));
    }

    private static string Changed(string token)
    {
        var parts = token.Split('.');
        var claims = Encoding.UTF8.GetString(Microsoft.AspNetCore.WebUtilities.WebEncoders.Base64UrlDecode(parts[1])).Replace("subject-1", "subject-0", StringComparison.Ordinal);
        return $"{parts[0]}.{Microsoft.AspNetCore.WebUtilities.WebEncoders.Base64UrlEncode(Encoding.UTF8.GetBytes(claims))}.{parts[2]}";
    }
}
