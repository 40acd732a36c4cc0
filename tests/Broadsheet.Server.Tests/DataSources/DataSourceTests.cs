using Broadsheet.Core.Reports;
using Broadsheet.Server.DataSources;
using Broadsheet.Server.Tests.Http;
using Broadsheet.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Broadsheet.Server.Tests.DataSources;

public sealed class DataSourceTests
{
    private const string Path = "/api/v1/data-sources";
    private static readonly object Sales = new { name = "sales", type = "pretend", settings = new { host = "db.example.com", password = "s3cret-word" } };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_secret_goes_in_and_never_comes_out(bool postgres)
    {
        await using var server = await LiveServer.StartAsync(postgres);
        var made = await server.WantAsync(201, "POST", Path, Sales);
        var at = made.Header("Location")!;
        foreach (var answer in new[] { made, await server.WantAsync(200, "GET", at), await server.WantAsync(200, "GET", Path) })
        {
            Assert.DoesNotContain("s3cret-word", answer.Text, StringComparison.Ordinal);
            Assert.Contains("\"password\":{\"set\":true}", answer.Text, StringComparison.Ordinal);
        }

        Assert.Equal(5432, made.Json["settings"]!["port"]!.GetValue<int>());
        await server.StoreAsync(async db => Assert.DoesNotContain("s3cret-word", (await db.DataSources.SingleAsync()).Secrets, StringComparison.Ordinal));
        Assert.True((await server.WantAsync(200, "POST", at + "/test")).Json["ok"]!.GetValue<bool>());

        await using var scope = server.Services.CreateAsyncScope();
        var ready = await scope.ServiceProvider.GetRequiredService<DataSourceCatalog>().OpenAsync(server.First!.Workspace, "sales", default);
        Assert.Equal("s3cret-word", ready.Value!.Settings.Text("password"));
        Assert.Contains("“sale”", (await scope.ServiceProvider.GetRequiredService<DataSourceCatalog>().OpenAsync(server.First.Workspace, "sale", default)).Problem!.Summary, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_secret_stays_when_left_out_and_does_not_follow_to_another_host(bool postgres)
    {
        await using var server = await LiveServer.StartAsync(postgres);
        var at = (await server.WantAsync(201, "POST", Path, Sales)).Header("Location")!;
        var read = await server.WantAsync(200, "GET", at);
        var put = new { name = "sales", type = "pretend", settings = read.Json["settings"] };
        var replaced = await server.WantAsync(200, "PUT", at, put, null, ("If-Match", read.Header("ETag")!));
        await server.WantAsync(412, "PUT", at, put, null, ("If-Match", read.Header("ETag")!));
        Assert.Equal(2, replaced.Json["version"]!.GetValue<int>());
        await server.WantAsync(200, "PATCH", at, new { settings = new { port = 6543 } });
        Assert.True((await server.WantAsync(200, "POST", at + "/test")).Json["ok"]!.GetValue<bool>());
        Assert.Equal(("settings.password", "required-again"), (await server.WantAsync(422, "PATCH", at, new { settings = new { host = "evil.example.com" } })).Error);
        await server.WantAsync(200, "PATCH", at, new { settings = new { host = "new.example.com", password = "another" } });
        Assert.False((await server.WantAsync(200, "POST", at + "/test")).Json["ok"]!.GetValue<bool>());
        Assert.Equal(("settings.password", "required"), (await server.WantAsync(422, "PATCH", at, "{\"settings\":{\"password\":null}}")).Error);
        Assert.Equal(("type", "fixed"), (await server.WantAsync(422, "PATCH", at, new { type = "sqlite" })).Error);
    }

    [Fact]
    public async Task What_is_wrong_is_said_at_its_field()
    {
        await using var server = await LiveServer.StartAsync();
        await server.WantAsync(201, "POST", Path, Sales);
        Assert.Equal(("name", "taken"), (await server.WantAsync(422, "POST", Path, Sales)).Error);
        var errors = (await server.WantAsync(422, "POST", Path, new { name = "not a name", type = "pretend", settings = new { hots = "x", port = 0 } })).Json["errors"]!.AsArray();
        Assert.Equal(["name", "settings.host", "settings.hots", "settings.password", "settings.port"], errors.Select(e => e!["field"]!.GetValue<string>()).Order());
        Assert.Equal(("type", "unknown-type"), (await server.WantAsync(422, "POST", Path, new { name = "x", type = "pretent", settings = new { } })).Error);
        var types = (await server.WantAsync(200, "GET", Path + "/types")).Json.AsArray();
        Assert.Contains("sqlite", types.Select(t => t!["type"]!.GetValue<string>()));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task One_that_reports_read_keeps_its_name_and_stays(bool postgres)
    {
        await using var server = await LiveServer.StartAsync(postgres);
        var at = (await server.WantAsync(201, "POST", Path, Sales)).Header("Location")!;
        await server.StoreAsync(async db =>
        {
            var now = NodaTime.Instant.FromUtc(2026, 1, 1, 0, 0);
            db.Templates.Add(new() { WorkspaceId = server.First!.Workspace, Id = new TemplateId(Guid.CreateVersion7()), ReportType = "weekly_sales", Title = "x", Text = "---\nsource: \"sales\"\n---", CreatedBy = server.First.Operator, CreatedAt = now, UpdatedAt = now });
            db.Templates.Add(new() { WorkspaceId = server.First!.Workspace, Id = new TemplateId(Guid.CreateVersion7()), ReportType = "other", Title = "x", Text = "---\nsource: sales-archive\n---\nsales", CreatedBy = server.First.Operator, CreatedAt = now, UpdatedAt = now });
            await db.SaveChangesAsync();
        });
        var refused = await server.WantAsync(409, "DELETE", at);
        Assert.Contains("weekly_sales", refused.Json["detail"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.DoesNotContain("other", refused.Json["detail"]!.GetValue<string>(), StringComparison.Ordinal);
        await server.WantAsync(409, "PATCH", at, new { name = "renamed" });
        await server.StoreAsync(db => db.Templates.ExecuteDeleteAsync());
        await server.WantAsync(200, "PATCH", at, new { name = "renamed" });
        await server.WantAsync(204, "DELETE", at);
        await server.WantAsync(404, "GET", at);
    }

    [Fact]
    public async Task Files_are_those_in_the_folder_for_them_unless_an_operator_says_otherwise()
    {
        await using var server = await LiveServer.StartAsync();
        using var elsewhere = new TempFolder();
        var outside = elsewhere.File("outside.sqlite");
        await File.WriteAllTextAsync(outside, "");
        var inside = System.IO.Path.Combine(server.Data.Sources, "inside.sqlite");
        await File.WriteAllTextAsync(inside, "");
        var link = System.IO.Path.Combine(server.Data.Sources, "link.sqlite");
        File.CreateSymbolicLink(link, outside);
        Directory.CreateSymbolicLink(System.IO.Path.Combine(server.Data.Sources, "folder"), elsewhere.Path);
        File.CreateSymbolicLink(System.IO.Path.Combine(server.Data.Sources, "store.sqlite"), server.Data.Store);
        var admin = await AdminAsync(server);

        async Task<Answer> AddAsync(string path, string? key) =>
            await server.SendAsync("POST", Path, new { name = "f" + Guid.NewGuid().ToString("N"), type = "sqlite", settings = new { path } }, key);
        foreach (var path in new[] { outside, link, System.IO.Path.Combine(server.Data.Sources, "folder/outside.sqlite"), server.Data.Sources + "/../broadsheet.db", server.Data.Sources + "/../../" + System.IO.Path.GetFileName(server.Data.Root) + "/broadsheet.db" })
            Assert.Equal(("settings.path", "not-allowed"), (await AddAsync(path, admin)).Error);
        foreach (var path in new[] { server.Data.Store, System.IO.Path.Combine(server.Data.Sources, "store.sqlite"), "/proc/self/root" + server.Data.Store, System.IO.Path.Combine(server.Data.Keys, "x") })
            Assert.Equal(("settings.path", "not-allowed"), (await AddAsync(path, null)).Error);
        Assert.Equal(("settings.path", "not-found"), (await AddAsync("missing.sqlite", admin)).Error);
        Assert.Equal(201, (int)(await AddAsync("inside.sqlite", admin)).Status);
        Assert.Equal(201, (int)(await AddAsync(inside, admin)).Status);
        var added = await AddAsync(link, null);
        Assert.Equal(outside, added.Json["settings"]!["path"]!.GetValue<string>());

        File.Delete(outside);
        File.CreateSymbolicLink(outside, server.Data.Store);
        var tested = (await server.WantAsync(200, "POST", added.Header("Location") + "/test")).Json;
        Assert.False(tested["ok"]!.GetValue<bool>());
    }

    /// <summary>The key of an admin who is no operator.</summary>
    private static async Task<string> AdminAsync(LiveServer server)
    {
        var link = (await server.WantAsync(201, "POST", "/api/v1/members", new { email = "admin@example.com", role = "admin" })).Json["sign_in_path"]!.GetValue<string>();
        var opened = await server.WantAsync(302, "GET", link, null, "");
        return (await server.WantAsync(201, "POST", "/api/v1/api-keys", new { name = "admin", role = "admin" }, "", ("Cookie", opened.Cookies), ("X-CSRF-Token", opened.Header("X-CSRF-Token")!))).Json["key"]!.GetValue<string>();
    }
}
