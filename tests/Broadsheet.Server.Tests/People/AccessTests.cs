using System.Globalization;
using Broadsheet.Core.Access;
using Broadsheet.Server.People;
using Broadsheet.Server.Tests.Http;
using Broadsheet.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Broadsheet.Server.Tests.People;

public sealed class AccessTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_bootstrap_key_is_the_operator_and_admin_of_the_first_workspace(bool postgres)
    {
        await using var server = await LiveServer.StartAsync(postgres);
        var me = (await server.WantAsync(200, "GET", "/api/v1/me")).Json;
        Assert.Equal("admin", me["role"]!.GetValue<string>());
        Assert.True(me["person"]!["is_operator"]!.GetValue<bool>());
        Assert.Equal("main", me["workspace"]!["slug"]!.GetValue<string>());
        Assert.Equal("UTC", me["workspace"]!["timezone"]!.GetValue<string>());
        Assert.Contains("manage_workspace", me["permissions"]!.AsArray().Select(p => p!.GetValue<string>()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("bsk_accept01_wwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww")]
    [InlineData("bsk_nobody00_kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk")]
    [InlineData("nonsense")]
    public async Task Nobody_gets_401_as_a_problem_that_says_how_to_sign_in(string key)
    {
        await using var server = await LiveServer.StartAsync();
        foreach (var path in new[] { "/api/v1/me", "/api/v1/no-such-route", "/openapi/v1.json", "/docs" })
        {
            var answer = await server.WantAsync(401, "GET", path, null, key);
            Assert.Equal("application/problem+json", answer.Header("Content-Type"));
            Assert.StartsWith("Bearer", answer.Header("WWW-Authenticate"), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_key_is_shown_once_and_dies_by_revocation_expiry_and_its_owners_end(bool postgres)
    {
        await using var server = await LiveServer.StartAsync(postgres);
        var made = (await server.WantAsync(201, "POST", "/api/v1/api-keys", new { name = "short", role = "viewer", expires_at = "2099-01-01T00:00:00Z" })).Json;
        var (id, key) = (made["id"]!.GetValue<string>(), made["key"]!.GetValue<string>());
        Assert.DoesNotContain(key, (await server.WantAsync(200, "GET", "/api/v1/api-keys")).Text, StringComparison.Ordinal);
        await server.WantAsync(200, "GET", "/api/v1/me", null, key);
        await server.WantAsync(204, "DELETE", "/api/v1/api-keys/" + id);
        await server.WantAsync(401, "GET", "/api/v1/me", null, key);
        await server.WantAsync(404, "DELETE", "/api/v1/api-keys/" + id);

        var soon = server.Clock.GetUtcNow().AddMinutes(5).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var brief = (await server.WantAsync(201, "POST", "/api/v1/api-keys", new { name = "brief", role = "viewer", expires_at = soon })).Json["key"]!.GetValue<string>();
        await server.WantAsync(200, "GET", "/api/v1/me", null, brief);
        server.Clock.Move(TimeSpan.FromMinutes(6));
        await server.WantAsync(401, "GET", "/api/v1/me", null, brief);

        await server.StoreAsync(db => db.People.ExecuteUpdateAsync(s => s.SetProperty(p => p.DisabledAt, NodaTime.Instant.FromUtc(2026, 1, 1, 0, 0))));
        await WaitAsync(async () => (int)(await server.SendAsync("GET", "/api/v1/me")).Status == 401);
    }

    [Fact]
    public async Task A_key_says_when_it_was_last_used_at_most_once_a_minute()
    {
        await using var server = await LiveServer.StartAsync();
        async Task<string?> LastUsedAsync() => (await server.WantAsync(200, "GET", "/api/v1/api-keys")).Json["items"]![0]!["last_used_at"]?.GetValue<string>();
        await WaitAsync(async () => await LastUsedAsync() is not null);
        var first = await LastUsedAsync();
        server.Clock.Move(TimeSpan.FromSeconds(30));
        Assert.Equal(first, await LastUsedAsync());
        server.Clock.Move(TimeSpan.FromSeconds(40));
        await WaitAsync(async () => await LastUsedAsync() != first);
    }

    [Fact]
    public async Task A_key_may_never_do_more_than_its_maker_and_outlives_no_key_that_made_it()
    {
        await using var server = await LiveServer.StartAsync();
        var editor = await KeyAsync(server, "editor");
        Assert.Equal(("role", "role-too-high"), (await server.WantAsync(422, "POST", "/api/v1/api-keys", new { name = "x", role = "admin" }, editor)).Error);
        var worker = await KeyAsync(server, "worker");
        await server.WantAsync(403, "POST", "/api/v1/api-keys", new { name = "x", role = "worker" }, worker);
        var brief = (await server.WantAsync(201, "POST", "/api/v1/api-keys", new { name = "brief", role = "admin", expires_at = "2090-01-01T00:00:00Z" })).Json["key"]!.GetValue<string>();
        Assert.Equal(("expires_at", "outlives-its-maker"), (await server.WantAsync(422, "POST", "/api/v1/api-keys", new { name = "x", role = "viewer" }, brief)).Error);
        await server.WantAsync(403, "POST", "/api/v1/workspaces", new { slug = "mine", name = "Mine" }, editor);
    }

    [Theory]
    [InlineData("admin", "editor", Role.Editor)]
    [InlineData("editor", "auditor", Role.Viewer)]
    [InlineData("viewer", "admin", Role.Viewer)]
    [InlineData("worker", "editor", Role.Worker)]
    [InlineData("worker", "viewer", null)]
    public void A_keys_role_is_limited_by_its_owners_present_role(string key, string member, Role? expected) =>
        Assert.Equal(expected, Enum.Parse<Role>(key, true).LimitedBy(Enum.Parse<Role>(member, true)));

    [Theory]
    [InlineData("bsk_accept01_" + "kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk", true)]
    [InlineData("bsk_a_kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk", false)]
    [InlineData("bsk_accept01_short", false)]
    [InlineData("bsk_accept01_kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk k", false)]
    [InlineData("bsk_accept01", false)]
    [InlineData("sk_accept01_kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk", false)]
    public void A_key_has_one_form(string text, bool good) => Assert.Equal(good, KeyText.Read(text) is not null);

    internal static async Task<string> KeyAsync(LiveServer server, string role, string? maker = null) =>
        (await server.WantAsync(201, "POST", "/api/v1/api-keys", new { name = role, role }, maker)).Json["key"]!.GetValue<string>();

    internal static Task WaitAsync(Func<Task<bool>> until) =>
        Eventually.HoldsAsync("it happens.", TimeSpan.FromMinutes(2), until, null, TestContext.Current.CancellationToken);
}
