using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Broadsheet.Server.Tests.Http;
using Broadsheet.Server.Tests.Runs;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Xunit;

namespace Broadsheet.Server.Tests.Recipients;

public sealed partial class FileLinkTests
{
    private const string Public = "http://reports.example.com";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_is_too_big_to_attach_is_a_link_that_says_why_and_ends(bool postgres)
    {
        await using var mail = new MailBox();
        await using var server = await JobServer.StartAsync(postgres, true, [.. mail.Settings, ("Broadsheet:PublicUrl", Public)]);
        await server.Live.WantAsync(200, "PUT", "/api/v1/delivery-settings", """{ "attach_up_to": 100, "link_days": 2 }""");
        var body = JobServer.Body(destinations: ["a@example.com", "b@example.com"]);
        body["formats"] = new JsonArray("csv", "xlsx");
        var run = await server.RunAsync(await server.CreateAsync(body));
        var text = Decoded(mail.Mails.Single(m => m.To == "a@example.com").Text);
        Assert.Contains("filename=\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain(".xlsx\"", text, StringComparison.Ordinal);
        Assert.Contains("not attached because this workspace attaches up to 100 bytes to a message; to download until", text, StringComparison.Ordinal);
        var path = Link().Match(text).Value[Public.Length..];
        var file = run["artifacts"]!.AsArray().Single(a => a!["format"]!.GetValue<string>() == "xlsx")!;
        var got = await server.Live.WantAsync(200, "GET", path, null, "");
        Assert.Equal(file["bytes"]!.GetValue<int>(), got.Body.Length);
        Assert.StartsWith("attachment", got.Header("Content-Disposition"), StringComparison.Ordinal);
        Assert.Equal(206, (int)(await server.Live.SendAsync("GET", path, null, "", ("Range", "bytes=0-3"))).Status);

        var page = await server.Live.WantAsync(200, "GET", path[..path.LastIndexOf('/')], null, "");
        Assert.Contains("For a@example.com.", page.Text, StringComparison.Ordinal);
        Assert.NotEqual(path, Link().Match(Decoded(mail.Mails.Single(m => m.To == "b@example.com").Text)).Value[Public.Length..]);
        await server.Live.WantAsync(404, "GET", path[..^36] + Guid.NewGuid(), null, "");
        await server.Live.WantAsync(404, "GET", "/d/" + new string('x', 27), null, "");
        Assert.Contains("artifact.read_by_link", (await server.Live.WantAsync(200, "GET", "/api/v1/audit?limit=200")).Text, StringComparison.Ordinal);

        server.Live.Clock.Move(TimeSpan.FromDays(2.1));
        Assert.Contains("expired", (await server.Live.WantAsync(410, "GET", path, null, "")).Text, StringComparison.Ordinal);
        await server.Live.WantAsync(410, "GET", path[..path.LastIndexOf('/')], null, "");
    }

    /// <summary>By whichever way, and whether or not its bytes have been removed yet.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_file_whose_time_is_over_is_read_by_nobody(bool postgres)
    {
        await using var mail = new MailBox();
        await using var server = await JobServer.StartAsync(postgres, true, [.. mail.Settings, ("Broadsheet:PublicUrl", Public)]);
        await server.Live.WantAsync(200, "PUT", "/api/v1/delivery-settings", """{ "attach_up_to": 100, "link_days": 2 }""");
        var body = JobServer.Body(destinations: ["a@example.com"]);
        body["formats"] = new JsonArray("xlsx");
        var run = await server.RunAsync(await server.CreateAsync(body));
        var (link, file) = (Link().Match(Decoded(mail.Mails.Single().Text)).Value[Public.Length..], $"/api/v1/reports/artifacts/{run["artifacts"]![0]!["id"]}");
        foreach (var (path, key) in new[] { (link, ""), (file, LiveServer.Key) }) await server.Live.WantAsync(200, "GET", path, null, key);
        var over = JobServer.Now - Duration.FromSeconds(1);
        await server.Live.StoreAsync(db => db.Artifacts.ExecuteUpdateAsync(s => s.SetProperty(a => a.ExpiresAt, over)));
        foreach (var (path, key) in new[] { (link, ""), (file, LiveServer.Key) }) await server.Live.WantAsync(404, "GET", path, null, key);
    }

    [Fact]
    public async Task A_condition_that_keeps_the_report_back_can_send_a_note_instead()
    {
        await using var mail = new MailBox();
        await using var server = await JobServer.StartAsync(false, true, mail.Settings);
        await server.ReportAsync("empty", "select suite, passed, failed from test_runs where region = 'nowhere'");
        var body = JobServer.Body("empty", "a@example.com");
        body["condition"] = new JsonObject { ["send"] = "when_rows", ["note"] = true };
        var run = await server.RunAsync(await server.CreateAsync(body));
        Assert.Equal("skipped", run["status"]!.GetValue<string>());
        Assert.Contains("no rows", run["reason"]!.GetValue<string>(), StringComparison.Ordinal);
        await JobServer.UntilAsync(() => Task.FromResult(!mail.Mails.IsEmpty));
        var note = mail.Mails.Single();
        Assert.Contains("Subject: Nothing to report: Quality EU", note.Text, StringComparison.Ordinal);
        Assert.Contains("is not missing", note.Text, StringComparison.Ordinal);
        await server.EndAsync(run["id"]!.GetValue<string>(), r => r["deliveries"]![0]!["status"]!.GetValue<string>() == "sent");
    }

    [Fact]
    public async Task The_workspaces_texts_are_used_where_a_destination_has_none()
    {
        await using var mail = new MailBox();
        await using var server = await JobServer.StartAsync(false, true, mail.Settings);
        await server.Live.WantAsync(200, "PUT", "/api/v1/delivery-settings", """{ "subject": "[QA] {{title}}", "text": "Good morning,\n\nhere is {{region}}." }""");
        await server.RunAsync(await server.CreateAsync(JobServer.Body(destinations: ["a@example.com"])));
        var text = Decoded(mail.Mails.Single().Text);
        Assert.Contains("Subject: [QA] Quality EU", text, StringComparison.Ordinal);
        Assert.Contains("Good morning,<br><br>here is EU.", text, StringComparison.Ordinal);
        Assert.Contains("Good morning,\n\nhere is EU.\n", text, StringComparison.Ordinal);
    }

    /// <summary>Quoted-printable taken off.</summary>
    private static string Decoded(string mail) => mail.ReplaceLineEndings("\n").Replace("=\n", "", StringComparison.Ordinal).Replace("=3D", "=", StringComparison.Ordinal);

    [GeneratedRegex(@"http://reports\.example\.com/d/[A-Za-z0-9_-]{27}/[0-9a-f-]{36}")]
    private static partial Regex Link();
}
