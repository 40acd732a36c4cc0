using System.Text.Json.Nodes;
using Broadsheet.Server.Tests.Connections;
using Broadsheet.Server.Tests.Runs;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Broadsheet.Server.Tests.Deliveries;

public sealed class DestinationTests
{
    private const string Connections = "/api/v1/connections";
    private const string SlackHook = "https://hooks.slack.com/services/T000/B000/s3cret-word";
    private static readonly (string, string?) Loopback = ("Broadsheet:Outbound:Allow", "127.0.0.0/8");

    private static string OtherKey { get; } = "whsec_" + Convert.ToBase64String("another key of the receiver, also long"u8);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Mail_leaves_by_the_connection_named_else_by_the_default(bool postgres)
    {
        await using var mail = new MailBox();
        await using var server = await JobServer.StartAsync(postgres, true, Loopback);
        var made = await server.Live.WantAsync(201, "POST", Connections, Hooks.MailBy(mail));
        var named = To("email", d => (d["to"], d["connection"]) = (new JsonArray("named@example.com"), "Own mail server"));
        Assert.Equal("succeeded", (await server.RunAsync(await server.CreateAsync(named)))["status"]!.GetValue<string>());
        Assert.Contains("From: Own <own@example.com>", Assert.Single(mail.Mails, m => m.To == "named@example.com").Text, StringComparison.Ordinal);

        var silent = await server.CreateAsync(To("email", d => d["to"] = new JsonArray("silent@example.com")));
        Assert.Equal("succeeded", (await server.RunAsync(silent))["status"]!.GetValue<string>());
        Assert.DoesNotContain(mail.Mails, m => m.To == "silent@example.com");
        await server.Live.WantAsync(200, "PATCH", made.Header("Location")!, new { name = "Renamed", @default = true });
        Assert.Equal("succeeded", (await server.RunAsync(silent))["status"]!.GetValue<string>());
        Assert.Single(mail.Mails, m => m.To == "silent@example.com");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_webhook_is_signed_with_its_own_secret_else_with_its_connections(bool postgres)
    {
        await using var hooks = new Hooks();
        await using var server = await JobServer.StartAsync(postgres, true, Loopback);
        await server.Live.WantAsync(201, "POST", Connections, new { name = "hooks", type = "webhook", @default = true, settings = new { secret = OtherKey } });
        var own = await server.CreateAsync(To("webhook", d => (d["url"], d["secret"]) = (hooks.Url, Hooks.Key)));
        await SecretNowhereAsync(server, await server.RunAsync(own), Hooks.Key);
        Assert.True(hooks.Calls.TryDequeue(out var call));
        Assert.Equal(Hooks.Signed(call, Hooks.Key), call.Signature);
        Assert.Contains("report.ready", call.Body, StringComparison.Ordinal);

        await server.RunAsync(await server.CreateAsync(To("webhook", d => d["url"] = hooks.Url)));
        Assert.True(hooks.Calls.TryDequeue(out call));
        Assert.Equal(Hooks.Signed(call, OtherKey), call.Signature);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_secret_that_is_sent_back_as_it_was_answered_stays_with_its_address(bool postgres)
    {
        await using var hooks = new Hooks();
        await using var server = await JobServer.StartAsync(postgres, true, Loopback);
        var id = await server.CreateAsync(To("webhook", d => (d["url"], d["secret"]) = (hooks.Url, Hooks.Key)));
        var at = $"{JobServer.Schedules}/{id}";
        JsonObject Asked(string url, JsonNode? secret) => To("webhook", d => (d["url"], d["secret"]) = (url, secret));
        static JsonObject Mask() => new() { ["set"] = true };

        var read = (await server.Live.WantAsync(200, "GET", at)).Json["destinations"]!;
        Assert.Equal("""{"set":true}""", read[0]!["secret"]!.ToJsonString());
        var put = JobServer.Body();
        put["destinations"] = read.DeepClone();
        await server.Live.WantAsync(200, "PUT", at, put.ToJsonString());
        await server.RunAsync(id);
        Assert.True(hooks.Calls.TryDequeue(out var call));
        Assert.Equal(Hooks.Signed(call, Hooks.Key), call.Signature);

        Assert.Equal(("destinations[0].secret", "required-again"), (await server.Live.WantAsync(422, "PUT", at, Asked("https://evil.example.com/", Mask()).ToJsonString())).Error);
        Assert.Equal(("destinations[0].secret", "required-again"), (await server.Live.WantAsync(422, "POST", JobServer.Schedules, Asked(hooks.Url, Mask()).ToJsonString())).Error);
        var moved = Asked(hooks.Url, Mask());
        moved["destinations"]!.AsArray().Insert(0, new JsonObject { ["type"] = "inbox" });
        Assert.Equal(("destinations[1].secret", "required-again"), (await server.Live.WantAsync(422, "PUT", at, moved.ToJsonString())).Error);
        await server.Live.WantAsync(200, "POST", JobServer.Schedules + "/preview", Asked(hooks.Url, Mask()).ToJsonString());
        await server.Live.WantAsync(202, "POST", JobServer.Schedules + "/test", Asked(hooks.Url, Mask()).ToJsonString());

        await server.Live.WantAsync(200, "PUT", at, Asked(hooks.Url + "new", OtherKey).ToJsonString());
        await server.RunAsync(id);
        Assert.True(hooks.Calls.TryDequeue(out call));
        Assert.Equal(Hooks.Signed(call, OtherKey), call.Signature);
        var without = (await server.Live.WantAsync(200, "PUT", at, Asked(hooks.Url, null).ToJsonString())).Json["destinations"]![0]!.AsObject();
        Assert.False(without.ContainsKey("secret"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_Slack_webhook_is_a_secret_in_both_dialects(bool postgres)
    {
        await using var server = await JobServer.StartAsync(postgres, worker: false);
        var job = new JsonObject { ["report_type"] = "quality", ["format"] = "csv", ["recurrence"] = "0 9 * * 1", ["delivery_method"] = "slack", ["slack_webhook"] = SlackHook };
        var made = await server.Live.WantAsync(201, "POST", JobServer.Exports, job.ToJsonString());
        var id = made.Json["id"]!.GetValue<string>();
        var patched = await server.Live.WantAsync(200, "PATCH", $"{JobServer.Exports}/{id}", new { format = "json" });
        var schedule = await server.Live.WantAsync(200, "GET", $"{JobServer.Schedules}/{id}");
        foreach (var answer in new[] { made, patched, schedule, await server.Live.WantAsync(200, "GET", JobServer.Exports), await server.Live.WantAsync(200, "GET", JobServer.Schedules), await server.Live.WantAsync(200, "GET", "/api/v1/audit?limit=200") })
            Assert.DoesNotContain("s3cret-word", answer.Text, StringComparison.Ordinal);
        Assert.Equal(("slack", null, true, false), (patched.Json["delivery_method"]!.GetValue<string>(), patched.Json["slack_webhook"], patched.Json["slack_webhook_set"]!.GetValue<bool>(), patched.Json["extended"]!.GetValue<bool>()));
        Assert.Equal("""{"set":true}""", schedule.Json["destinations"]![0]!["webhook_url"]!.ToJsonString());
        await server.Live.StoreAsync(async db => Assert.DoesNotContain("s3cret-word", (await db.Schedules.SingleAsync(s => s.WorkspaceId == server.Live.First!.Workspace)).DestinationsJson, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_destination_that_cannot_do_without_a_connection_is_refused_until_there_is_one(bool postgres)
    {
        await using var server = await JobServer.StartAsync(postgres, worker: false);
        var texts = To("sms", d => d["to"] = new JsonArray("+48123456789"));
        foreach (var body in new[] { texts, To("s3", _ => { }), To("slack", d => d["channel"] = "C0123456789") })
        {
            var refused = await server.Live.WantAsync(422, "POST", JobServer.Schedules, body.ToJsonString());
            Assert.Equal(("destinations[0].connection", "no-connection"), refused.Error);
            Assert.Contains("POST /api/v1/connections", refused.Text, StringComparison.Ordinal);
        }

        var export = new { report_type = "quality", recurrence = "0 9 * * 1", delivery_method = "sms", phone = "+48123456789" };
        Assert.Equal(("delivery_method", "no-connection"), (await server.Live.WantAsync(422, "POST", JobServer.Exports, export)).Error);
        await server.Live.WantAsync(201, "POST", Connections, new { name = "Twilio", type = "sms", settings = new { account_sid = "AC" + new string('0', 32), auth_token = "s3cret-word", from = "+15557654321" } });
        var unchosen = await server.Live.WantAsync(422, "POST", JobServer.Schedules, texts.ToJsonString());
        Assert.Contains("Twilio", unchosen.Text, StringComparison.Ordinal);
        texts["destinations"]![0]!["connection"] = "Twillio";
        var misspelt = await server.Live.WantAsync(422, "POST", JobServer.Schedules, texts.ToJsonString());
        Assert.Equal((("destinations[0].connection", "unknown-connection"), "Twilio"), (misspelt.Error, misspelt.Json["errors"]![0]!["suggestion"]!.GetValue<string>()));
        texts["destinations"]![0]!["connection"] = "Twilio";
        await server.CreateAsync(texts);
        Assert.Equal(("destinations[0].connection", "wrong-type"), (await server.Live.WantAsync(422, "POST", JobServer.Schedules, To("email", d => (d["to"], d["connection"]) = (new JsonArray("a@example.com"), "Twilio")).ToJsonString())).Error);
        Assert.Equal(("destinations[0].connection", "unknown-field"), (await server.Live.WantAsync(422, "POST", JobServer.Schedules, To("inbox", d => d["connection"] = "Twilio").ToJsonString())).Error);
        Assert.Equal(("destinations[0].connection", "wrong-type"), (await server.Live.WantAsync(422, "POST", JobServer.Schedules, To("sms", d => (d["to"], d["connection"]) = (new JsonArray("+48123456789"), 7)).ToJsonString())).Error);
    }

    [Theory]
    [InlineData("subject")]
    [InlineData("text")]
    public async Task A_text_whose_placeholders_cannot_be_read_is_refused_when_it_is_saved(string field)
    {
        await using var server = await JobServer.StartAsync(worker: false);
        var body = To("email", d => (d["to"], d[field]) = (new JsonArray("a@example.com"), "Quality {{#each"));
        Assert.Equal("destinations[0]." + field, (await server.Live.WantAsync(422, "POST", JobServer.Schedules, body.ToJsonString())).Error.Field);
    }

    private static JsonObject To(string type, Action<JsonObject> fill)
    {
        var (body, destination) = (JobServer.Body(), new JsonObject { ["type"] = type });
        fill(destination);
        body["destinations"] = new JsonArray(destination);
        return body;
    }

    /// <summary>In no answer about the run and in no column of the store.</summary>
    private static async Task SecretNowhereAsync(JobServer server, JsonNode run, string secret)
    {
        Assert.Equal("succeeded", run["status"]!.GetValue<string>());
        foreach (var path in new[] { JobServer.RunsPath, JobServer.Schedules, JobServer.Exports, "/api/v1/audit?limit=200" })
            Assert.DoesNotContain(secret, (await server.Live.WantAsync(200, "GET", path)).Text, StringComparison.Ordinal);
        await server.Live.StoreAsync(async db =>
        {
            var stored = string.Concat((await db.Schedules.ToListAsync()).Select(s => s.DestinationsJson)) + string.Concat((await db.Runs.ToListAsync()).Select(r => r.PlanJson))
                + string.Concat((await db.Deliveries.ToListAsync()).Select(d => d.DestinationJson + d.MessageJson + d.Recipient));
            Assert.Contains("protected", stored, StringComparison.Ordinal);
            Assert.DoesNotContain(secret, stored, StringComparison.Ordinal);
        });
    }
}
