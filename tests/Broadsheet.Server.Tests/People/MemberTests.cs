using Broadsheet.Core.Reports;
using Broadsheet.Core.Schedules;
using Broadsheet.Server.Schedules;
using Broadsheet.Server.Tests.Http;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Broadsheet.Server.Tests.People;

public sealed class MemberTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Members_are_added_changed_and_removed_with_their_keys(bool postgres)
    {
        await using var server = await LiveServer.StartAsync(postgres);
        var added = await server.WantAsync(201, "POST", "/api/v1/members", new { email = "Lead@Example.com", role = "editor", name = "Lead" });
        var id = added.Json["person_id"]!.GetValue<string>();
        var opened = await server.WantAsync(302, "GET", added.Json["sign_in_path"]!.GetValue<string>(), null, "");
        var key = (await server.WantAsync(201, "POST", "/api/v1/api-keys", new { name = "theirs", role = "editor" }, "", ("Cookie", opened.Cookies), ("X-CSRF-Token", opened.Header("X-CSRF-Token")!))).Json["key"]!.GetValue<string>();
        Assert.Equal(("email", "already-member"), (await server.WantAsync(422, "POST", "/api/v1/members", new { email = "lead@example.COM", role = "viewer" })).Error);
        Assert.DoesNotContain("sign_in", (await server.WantAsync(200, "GET", "/api/v1/members/" + id)).Text.Replace("\"sign_in_path\":null", "", StringComparison.Ordinal), StringComparison.Ordinal);

        await server.WantAsync(403, "PATCH", "/api/v1/members/" + id, new { role = "admin" }, key);
        await server.WantAsync(412, "PATCH", "/api/v1/members/" + id, new { role = "viewer" }, null, ("If-Match", "\"old\""));
        var tag = (await server.WantAsync(200, "GET", "/api/v1/members/" + id)).Header("ETag")!;
        await server.WantAsync(200, "PATCH", "/api/v1/members/" + id, new { role = "viewer" }, null, ("If-Match", tag));
        await AccessTests.WaitAsync(async () => (await server.WantAsync(200, "GET", "/api/v1/me", null, key)).Json["role"]!.GetValue<string>() == "viewer");

        await server.WantAsync(204, "DELETE", "/api/v1/members/" + id);
        await AccessTests.WaitAsync(async () => (int)(await server.SendAsync("GET", "/api/v1/me", null, key)).Status == 401);
        await server.WantAsync(404, "GET", "/api/v1/members/" + id);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_last_admin_stays_even_when_two_remove_each_other(bool postgres)
    {
        await using var server = await LiveServer.StartAsync(postgres);
        var me = server.First!.Operator.ToString();
        Assert.Equal("last-admin", (await server.WantAsync(409, "DELETE", "/api/v1/members/" + me)).Code);
        Assert.Equal("last-admin", (await server.WantAsync(409, "PATCH", "/api/v1/members/" + me, new { role = "viewer" })).Code);
        var other = (await server.WantAsync(201, "POST", "/api/v1/members", new { email = "second@example.com", role = "admin" })).Json["person_id"]!.GetValue<string>();
        var both = await Task.WhenAll(
            server.SendAsync("PATCH", "/api/v1/members/" + me, new { role = "viewer" }),
            server.SendAsync("PATCH", "/api/v1/members/" + other, new { role = "viewer" }));
        // Who comes second is refused: as the last one, or as one who by then may no longer change anybody.
        Assert.Single(both, a => (int)a.Status == 200);
        Assert.Single(both, a => (int)a.Status is 409 or 403);
        await server.StoreAsync(async db => Assert.Equal(1, await db.Memberships.CountAsync(m => m.Role == Core.Access.Role.Admin)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_owner_of_a_schedule_stays_and_the_refusal_names_it(bool postgres)
    {
        await using var server = await LiveServer.StartAsync(postgres);
        var member = await server.WantAsync(201, "POST", "/api/v1/members", new { email = "owner@example.com", role = "editor" });
        var id = member.Json["person_id"]!.GetValue<string>();
        await server.StoreAsync(async db =>
        {
            var (now, template) = (NodaTime.Instant.FromUtc(2026, 1, 1, 0, 0), new TemplateId(Guid.CreateVersion7()));
            db.Templates.Add(new() { WorkspaceId = server.First!.Workspace, Id = template, ReportType = "x", Title = "x", Text = "x", CreatedBy = new(Guid.Parse(id)), CreatedAt = now, UpdatedAt = now });
            await db.SaveChangesAsync();
            db.Schedules.Add(new ScheduleRow
            {
                WorkspaceId = server.First.Workspace, Id = new ScheduleId(Guid.CreateVersion7()), Name = "Weekly quality", ScheduleType = "daily", ScheduleConfigJson = "{}", TemplateId = template,
                NextRunAt = ScheduleRow.Never, CreatedAt = now, UpdatedAt = now, FormatsJson = "[]", DestinationsJson = "[]", PolicyJson = "{}", OwnerId = new(Guid.Parse(id)), TzdbVersion = "x",
            });
            await db.SaveChangesAsync();
        });
        var refused = await server.WantAsync(409, "DELETE", "/api/v1/members/" + id);
        Assert.Contains("Weekly quality", refused.Json["detail"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_link_for_somebody_known_elsewhere_takes_an_operator()
    {
        await using var server = await LiveServer.StartAsync();
        var only = (await server.WantAsync(201, "POST", "/api/v1/members", new { email = "only@example.com", role = "admin" })).Json;
        var opened = await server.WantAsync(302, "GET", only["sign_in_path"]!.GetValue<string>(), null, "");
        (string, string)[] admin = [("Cookie", opened.Cookies), ("X-CSRF-Token", opened.Header("X-CSRF-Token")!)];
        await server.WantAsync(403, "POST", $"/api/v1/members/{server.First!.Operator}/sign-in-link", null, "", admin);
        var link = (await server.WantAsync(200, "POST", $"/api/v1/members/{only["person_id"]}/sign-in-link")).Json["sign_in_path"]!.GetValue<string>();
        await server.WantAsync(302, "GET", link, null, "");
        Assert.Equal(("role", "role-for-keys"), (await server.WantAsync(422, "POST", "/api/v1/members", new { email = "w@example.com", role = "worker" })).Error);
        Assert.Equal(("email", "bad-address"), (await server.WantAsync(422, "POST", "/api/v1/members", new { email = "two@at@signs", role = "viewer" })).Error);
    }
}
