using System.Text.Json.Nodes;
using Broadsheet.Server.Tests.Http;
using Broadsheet.Server.Tests.Runs;
using Xunit;

namespace Broadsheet.Server.Tests.Deliveries;

/// <summary>
/// Texts that have broken out of a mail before, saved over the API wherever a schedule's mail takes a text from: each is refused at its
/// field, or is one mail to the one recipient with the headers it would have had.
/// </summary>
public sealed class HostileTextTests
{
    private const string Recipient = "lead@example.com";

    private static readonly (string Name, string Text)[] Texts =
    [
        ("CR and LF", "one\r\nBcc: evil@example.org"), ("LF", "one\nBcc: evil@example.org"), ("CR", "one\rBcc: evil@example.org"), ("a lone dot", "."), ("an end of the message", "one\r\n.\r\nRCPT TO:<evil@example.org>\r\n"),
        ("letters that fold into CR and LF", "\u760d\u760aBcc: evil@example.org"), ("an encoded word", "=?utf-8?Q?=0D=0ABcc:_evil@example.org?="), ("64 KB", new string('x', 65_536)), ("64 KB of letters in two bytes", new string('ż', 32_768)),
    ];

    /// <summary>Where the text goes, and the field that a refusal names.</summary>
    public static TheoryData<string, string> Places => new()
    {
        { "subject", "destinations[0].subject" }, { "text", "destinations[0].text" }, { "schedule's name", "name" }, { "report's title, and so the file's name", "" }, { "recipient", "destinations[0].to" }, { "copy", "destinations[0].cc" },
        { "reply address", "destinations[0].reply_to" },
    };

    [Theory]
    [MemberData(nameof(Places))]
    public async Task It_is_one_mail_with_the_exact_envelope_or_refused_at_its_field(string place, string field)
    {
        await using var mail = new MailBox();
        await using var server = await JobServer.StartAsync(false, true, mail.Settings);
        var (saved, said) = (0, new List<string>());
        foreach (var (name, text) in Texts)
        {
            var before = mail.Mails.Count;
            var (refused, schedule) = await SaveAsync(server, place, text);
            if (refused is not null)
            {
                Assert.True((int)refused.Status is 422, $"{name}: {refused}");
                Assert.StartsWith(field, refused.Error.Field, StringComparison.Ordinal);
                said.Add($"{name}: refused at {refused.Error.Field} ({refused.Error.Code})");
                continue;
            }

            saved++;
            var run = await server.RunAsync(schedule!);
            Assert.True(run["status"]!.GetValue<string>() == "succeeded", $"{name}: {run}");
            var (to, whole) = Assert.Single(mail.Mails.Skip(before));
            var head = whole.ReplaceLineEndings("\n").Split("\n\n")[0];
            Assert.Equal(Recipient, to);
            Assert.DoesNotContain(head.Split('\n'), line => line.StartsWith("Bcc", StringComparison.OrdinalIgnoreCase));
            Assert.Single(head.Split('\n'), line => line.StartsWith("Subject:", StringComparison.Ordinal));
            Assert.Contains("Content-Type:", head, StringComparison.Ordinal);
            said.Add($"{name}: one mail");
        }

        TestContext.Current.TestOutputHelper?.WriteLine(string.Join('\n', said));
        var isAddress = place is "recipient" or "copy" or "reply address";
        Assert.Equal(isAddress, saved == 0);
    }

    /// <summary>The refusal, or the schedule.</summary>
    private static async Task<(Answer? Refused, string? Schedule)> SaveAsync(JobServer server, string place, string text)
    {
        var body = JobServer.Body("quality", Recipient);
        var destination = body["destinations"]![0]!;
        switch (place)
        {
            case "subject": destination["subject"] = text; break;
            case "text": destination["text"] = text; break;
            case "schedule's name": body["name"] = text; break;
            case "recipient": destination["to"] = new JsonArray(text); break;
            case "copy": destination["cc"] = new JsonArray(text); break;
            case "reply address": destination["reply_to"] = text; break;
            default:
                var type = "hostile_" + Guid.NewGuid().ToString("N")[..8];
                var document = JobServer.Document(type, "select suite, passed, failed from test_runs where region = @region").Replace("title: Quality {{region}}", "title: " + ((JsonNode)text).ToJsonString(), StringComparison.Ordinal);
                var report = await server.Live.SendAsync("POST", "/api/v1/reports/templates", new { text = document });
                if ((int)report.Status != 201) return (report, null);
                body["report_type"] = type;
                break;
        }

        var made = await server.Live.SendAsync("POST", JobServer.Schedules, body.ToJsonString());
        return (int)made.Status == 201 ? (null, made.Json["id"]!.GetValue<string>()) : (made, null);
    }
}
