using Broadsheet.Server.Tests.Http;
using Xunit;

namespace Broadsheet.Server.Tests.People;

/// <summary>What ends on one node has ended on the other: two servers on one database.</summary>
public sealed class NodesTests
{
    private const string Me = "/api/v1/me";

    [Fact]
    public async Task A_session_that_ends_on_one_node_has_ended_on_the_other()
    {
        await using var one = await LiveServer.StartAsync(postgres: true);
        await using var two = await one.BesideAsync();
        var person = 0;
        (string Cookie, string Csrf, string Id, string Other)[] each = new (string, string, string, string)[6];
        for (var i = 0; i < each.Length; i++)
        {
            var member = (await one.WantAsync(201, "POST", "/api/v1/members", new { email = $"person{person++}@example.com", role = "editor" })).Json;
            var opened = await one.WantAsync(302, "GET", member["sign_in_path"]!.GetValue<string>(), null, "");
            var id = member["person_id"]!.GetValue<string>();
            var second = await two.WantAsync(302, "GET", (await one.WantAsync(200, "POST", $"/api/v1/members/{id}/sign-in-link")).Json["sign_in_path"]!.GetValue<string>(), null, "");
            each[i] = (opened.Cookies, opened.Header("X-CSRF-Token")!, id, second.Cookies);
            foreach (var node in new[] { one, two })
            {
                foreach (var cookie in new[] { each[i].Cookie, each[i].Other }) await node.WantAsync(200, "GET", Me, null, "", ("Cookie", cookie));
            }
        }

        Task<Answer> AsAsync(int i, string method, string path, object? body = null) => one.WantAsync(204, method, path, body, "", ("Cookie", each[i].Cookie), ("X-CSRF-Token", each[i].Csrf));
        async Task EndedAsync(int i, bool all)
        {
            await two.WantAsync(401, "GET", Me, null, "", ("Cookie", each[i].Cookie));
            await two.WantAsync(all ? 401 : 200, "GET", Me, null, "", ("Cookie", each[i].Other));
        }

        await AsAsync(0, "DELETE", "/api/v1/session");
        await EndedAsync(0, all: false);
        await AsAsync(1, "DELETE", "/api/v1/session?everywhere=true");
        await EndedAsync(1, all: true);
        await AsAsync(2, "DELETE", "/api/v1/me/sessions");
        await two.WantAsync(200, "GET", Me, null, "", ("Cookie", each[2].Cookie));
        await two.WantAsync(401, "GET", Me, null, "", ("Cookie", each[2].Other));
        await AsAsync(3, "PUT", "/api/v1/me/password", new { password = "orbit lantern copper mills" });
        await EndedAsync(3, all: true);
        await one.WantAsync(200, "POST", $"/api/v1/members/{each[4].Id}/disable", new { });
        await EndedAsync(4, all: true);
        await one.WantAsync(200, "POST", $"/api/v1/members/{each[5].Id}/disable", new { everywhere = true });
        await EndedAsync(5, all: true);
    }

    [Fact]
    public async Task A_key_that_is_revoked_or_whose_owner_is_shut_out_on_one_node_is_refused_by_the_other_a_second_later()
    {
        await using var one = await LiveServer.StartAsync(postgres: true);
        await using var two = await one.BesideAsync();
        var made = (await one.WantAsync(201, "POST", "/api/v1/api-keys", new { name = "k", role = "viewer" })).Json;
        var (owner, _, theirs) = await OwnershipTests.MemberAsync(one, "owner@example.com", "editor");
        foreach (var key in new[] { made["key"]!.GetValue<string>(), theirs }) await two.WantAsync(200, "GET", Me, null, key);
        await one.WantAsync(204, "DELETE", "/api/v1/api-keys/" + made["id"]!.GetValue<string>());
        await one.WantAsync(200, "POST", $"/api/v1/members/{owner}/disable", new { });
        two.Clock.Move(TimeSpan.FromSeconds(1));
        foreach (var key in new[] { made["key"]!.GetValue<string>(), theirs }) await two.WantAsync(401, "GET", Me, null, key);
        await two.WantAsync(200, "GET", Me);
    }
}
