using System.Text.Json.Nodes;
using Broadsheet.Server.CommandLine;
using Broadsheet.Server.Connections;
using Broadsheet.Server.Deliveries;
using Broadsheet.Server.Tests.Http;
using Broadsheet.Server.Tests.Runs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Broadsheet.Server.Tests.CommandLine;

public sealed class RotateCommandTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_secret_opens_after_the_old_keys_are_revoked_and_the_logs_seal_holds(bool postgres)
    {
        await using var jobs = await JobServer.StartAsync(postgres, worker: false);
        var live = jobs.Live;
        await live.WantAsync(201, "POST", "/api/v1/data-sources", new { name = "secretive", type = "pretend", settings = new { host = "db.example.com", password = "s3cret-word" } });
        await live.WantAsync(201, "POST", "/api/v1/connections", new { name = "mail", type = "email", settings = new { host = "smtp.example.com", from = "a@example.com", user = "u", password = "s3cret-mail" } });
        var body = JobServer.Body();
        body["destinations"] = new JsonArray(new JsonObject { ["type"] = "webhook", ["url"] = "https://hooks.example.com/x", ["secret"] = "whsec_" + Convert.ToBase64String(new byte[32]) });
        await jobs.CreateAsync(body);
        var (before, cookie) = (await StoredAsync(live), (await People.SessionTests.SignInAsync(live)).Cookie);

        // As the command does it: in a process that has opened nothing yet.
        await using var other = await live.BesideAsync(("Broadsheet:Worker", "false"));
        var (output, error) = (new StringWriter(), new StringWriter());
        Assert.Equal(0, await RotateCommand.RotateAsync(other.Services, true, output, error, TestContext.Current.CancellationToken));
        Assert.Equal("", error.ToString());
        Assert.Contains("revoked", output.ToString(), StringComparison.Ordinal);
        var after = await StoredAsync(live);
        Assert.Equal(before.Count, after.Count);
        Assert.Empty(before.Intersect(after));

        await using var restarted = await live.BesideAsync(("Broadsheet:Worker", "false"));
        await restarted.StoreAsync(async db =>
        {
            var row = await db.Connections.AsNoTracking().SingleAsync(c => c.Name == "mail");
            Assert.Equal("s3cret-mail", restarted.Services.GetRequiredService<ConnectionSecrets>().Open(row).Value!["password"]!.GetValue<string>());
            var schedule = await db.Schedules.AsNoTracking().SingleAsync();
            var open = restarted.Services.GetRequiredService<DestinationSecrets>().Open(schedule.WorkspaceId, JsonNode.Parse(schedule.DestinationsJson)![0]!.AsObject());
            Assert.StartsWith("whsec_", open.Value!["secret"]!.GetValue<string>(), StringComparison.Ordinal);
        });
        Assert.Equal("intact", (await restarted.WantAsync(200, "GET", "/api/v1/audit/verify")).Json["status"]!.GetValue<string>());
        await restarted.WantAsync(401, "GET", "/api/v1/me", null, "", cookie);
    }

    [Fact]
    public async Task What_no_key_opens_is_named_and_keeps_the_old_keys()
    {
        await using var server = await LiveServer.StartAsync();
        await server.WantAsync(201, "POST", "/api/v1/data-sources", new { name = "broken", type = "pretend", settings = new { host = "db.example.com", password = "s3cret-word" } });
        await server.StoreAsync(async db =>
        {
            await db.DataSources.ExecuteUpdateAsync(s => s.SetProperty(d => d.Secrets, "nonsense"));
            await db.AuditHeads.ExecuteUpdateAsync(s => s.SetProperty(h => h.Number, h => h.Number - 1));
        });
        var (output, error) = (new StringWriter(), new StringWriter());
        Assert.Equal(1, await RotateCommand.RotateAsync(server.Services, true, output, error, TestContext.Current.CancellationToken));
        Assert.Contains("“broken”", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("audit log", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("not revoked", output.ToString(), StringComparison.Ordinal);
        Assert.Equal("broken", (await server.WantAsync(200, "GET", "/api/v1/audit/verify")).Json["status"]!.GetValue<string>());
    }

    private static async Task<List<string>> StoredAsync(LiveServer server)
    {
        var stored = new List<string>();
        await server.StoreAsync(async db =>
        {
            stored.AddRange(await db.DataSources.Where(s => s.Secrets != null).Select(s => s.Secrets!).ToListAsync());
            stored.AddRange(await db.Connections.Where(c => c.Secrets != null).Select(c => c.Secrets!).ToListAsync());
            stored.AddRange(await db.Schedules.Select(s => s.DestinationsJson).ToListAsync());
            stored.AddRange(await db.AuditHeads.Select(h => h.Seal).ToListAsync());
        });
        return stored;
    }
}
