using Broadsheet.Server.Tests.Http;
using Broadsheet.Server.Tests.People;
using Xunit;

namespace Broadsheet.Server.Tests.Workspaces;

public sealed class WorkspaceTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_operator_makes_workspaces_and_an_admin_edits_their_own(bool postgres)
    {
        await using var server = await LiveServer.StartAsync(postgres);
        var made = await server.WantAsync(201, "POST", "/api/v1/workspaces", new { slug = "payments-qa", name = "Payments QA", timezone = "Europe/Warsaw", week_start = 7 });
        var id = made.Json["id"]!.GetValue<string>();
        Assert.Equal("/api/v1/workspaces/" + id, made.Header("Location"));
        Assert.Equal(("slug", "taken"), (await server.WantAsync(422, "POST", "/api/v1/workspaces", new { slug = "payments-qa", name = "Again" })).Error);
        Assert.Equal(2, (await server.WantAsync(200, "GET", "/api/v1/workspaces")).Json["items"]!.AsArray().Count);

        var edited = await server.WantAsync(200, "PATCH", "/api/v1/workspaces/" + id, new { timezone = "America/New_York" }, null, ("If-Match", made.Header("ETag")!));
        Assert.Equal(2, edited.Json["version"]!.GetValue<int>());
        await server.WantAsync(412, "PATCH", "/api/v1/workspaces/" + id, new { name = "Late" }, null, ("If-Match", made.Header("ETag")!));
        var wrong = (await server.WantAsync(422, "PATCH", "/api/v1/workspaces/" + id, new { timezone = "Europe/Warsow", week_start = 9, name = "" })).Json["errors"]!.AsArray();
        Assert.Equal(["name", "timezone", "week_start"], wrong.Select(e => e!["field"]!.GetValue<string>()).Order());
        Assert.Equal("Europe/Warsaw", wrong.Single(e => e!["field"]!.GetValue<string>() == "timezone")!["suggestion"]!.GetValue<string>());

        var editor = await AccessTests.KeyAsync(server, "editor");
        await server.WantAsync(404, "GET", "/api/v1/workspaces/" + id, null, editor);
        await server.WantAsync(403, "PATCH", "/api/v1/workspaces/" + server.First!.Workspace, new { name = "Mine" }, editor);
        Assert.Single((await server.WantAsync(200, "GET", "/api/v1/workspaces", null, editor)).Json["items"]!.AsArray());
    }
}
