using System.Text.Json.Nodes;
using Broadsheet.Adapters.Channels.Email;
using Broadsheet.Adapters.Channels.Email.Smtp;
using Broadsheet.Core.Deliveries;
using Broadsheet.Core.Ports;
using Xunit;

namespace Broadsheet.Adapters.Tests.Channels.Email;

/// <summary>The e-mail channel against aiosmtpd; what it writes is read back by Python's email package.</summary>
public sealed class RealMailTests : IClassFixture<RealMailServer>, IAsyncDisposable
{
    private readonly RealMailServer server;
    private readonly EmailChannel channel;

    public RealMailTests(RealMailServer server)
    {
        this.server = server;
        channel = Make(new SmtpLimits { Reply = TimeSpan.FromSeconds(20) });
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_report_is_read_back_as_it_was_written()
    {
        var image = new byte[70_000];
        new Random(1).NextBytes(image);
        var html = "<h1>Jakość — tydzień 47</h1>\n.kropka\n" + new string('x', 3_000) + " \n";
        var message = Message("plain", "reader@example.com") with
        {
            Subject = "Jakość — sprzedaż, tydzień 47: " + string.Concat(Enumerable.Repeat("zażółć gęślą jaźń 🦉 ", 12)),
            Text = "Dzień dobry,\n.\n..dwie kropki\nKoniec = 100 % \t\n",
            Html = html,
            Unsubscribe = new Uri("https://reports.example.com/u/abc"),
            Attachments =
            [
                Some.File("quality.csv", "a;b\r\n1;2\r\n"),
                Some.File("sprzedaż tygodniowa 2026-11-23 — wszystkie regiony, wszystkie zespoły i projekty.xlsx", image),
                Some.File("empty.csv", ""),
                Some.File("quo\"te;\\.csv", "1"),
            ],
        };
        Assert.IsType<DeliveryOutcome.Sent>(await channel.SendAsync(message, Ct));
        var mail = await server.MailAsync("reader@example.com", Ct);
        Assert.Empty(mail["defects"]!.AsArray());
        Assert.Equal(0, mail["bare"]!.GetValue<int>());
        Assert.InRange(mail["longest"]!.GetValue<int>(), 1, 110);
        Assert.Equal("reports@example.com", mail["mail_from"]!.GetValue<string>());
        Assert.Equal(message.Subject, Header(mail, "Subject"));
        Assert.Equal($"<{message.Id.Value:N}@example.com>", Header(mail, "Message-ID"));
        Assert.Equal("Mon, 23 Nov 2026 08:00:05 +0000", Header(mail, "Date"));
        Assert.Equal("auto-generated", Header(mail, "Auto-Submitted"));
        Assert.Equal("<https://reports.example.com/u/abc>", Header(mail, "List-Unsubscribe"));
        Assert.Equal("List-Unsubscribe=One-Click", Header(mail, "List-Unsubscribe-Post"));
        Assert.Equal("""[["Zespół raportów","reports@example.com"]]""", mail["addresses"]!["from"]!.ToJsonString(Readable));
        Assert.Equal("""[["","office@example.com"]]""", mail["addresses"]!["reply-to"]!.ToJsonString());
        Assert.Equal(
            ["multipart/mixed", "multipart/alternative", "text/plain", "text/html", "text/csv", "application/octet-stream", "text/csv", "text/csv"],
            mail["shape"]!.AsArray().Select(s => s!.GetValue<string>()));
        var parts = mail["parts"]!.AsArray();
        Assert.Equal(message.Text.ReplaceLineEndings("\r\n"), parts[0]!["text"]!.GetValue<string>().TrimEnd('\r', '\n') + "\r\n");
        Assert.Equal(html.ReplaceLineEndings("\r\n"), parts[1]!["text"]!.GetValue<string>().TrimEnd('\r', '\n') + "\r\n");
        foreach (var (sent, read) in message.Attachments.Zip(parts.Skip(2)))
        {
            Assert.Equal(sent.FileName, read!["file"]!.GetValue<string>());
            Assert.Equal(sent.Sha256, read["sha256"]!.GetValue<string>());
            Assert.Equal("attachment", read["disposition"]!.GetValue<string>());
        }
    }

    [Theory]
    [InlineData("żółw@example.com")]
    [InlineData("瘍嘊嘍@example.com")]
    public async Task An_address_in_any_script_is_the_exact_envelope_and_header(string recipient)
    {
        Assert.IsType<DeliveryOutcome.Sent>(await channel.SendAsync(Message("plain", recipient), Ct));
        var mail = await server.MailAsync(recipient, Ct);
        Assert.Equal([recipient], mail["rcpt_tos"]!.AsArray().Select(r => r!.GetValue<string>()));
        Assert.Contains("SMTPUTF8", mail["options"]!.AsArray().Select(o => o!.GetValue<string>()));
        Assert.Equal($"""[["","{recipient}"]]""", mail["addresses"]!["to"]!.ToJsonString(Readable));
    }

    [Fact]
    public async Task A_plain_message_is_seven_bits_throughout()
    {
        Assert.IsType<DeliveryOutcome.Sent>(await channel.SendAsync(Message("ascii", "seven@example.com") with { Subject = "Żółw", Text = "Żółw" }, Ct));
        var mail = await server.MailAsync("seven@example.com", Ct);
        Assert.False(mail["eight_bit"]!.GetValue<bool>());
        Assert.Equal("Żółw", Header(mail, "Subject"));
    }

    [Theory]
    [InlineData("a\r\nBcc: evil@example.org")]
    [InlineData("a\nBcc: evil@example.org\n\nbody")]
    [InlineData("\u560d\u560aBcc: evil@example.org")]
    [InlineData("=?utf-8?Q?=0D=0ABcc:_evil@example.org?=")]
    public async Task A_hostile_subject_and_file_name_make_one_mail_with_the_exact_envelope(string text)
    {
        var recipient = $"x{Math.Abs(text.GetHashCode(StringComparison.Ordinal))}@example.com";
        var outcome = await channel.SendAsync(Message("plain", recipient) with { Subject = text, Text = text, Attachments = [Some.File(text, "1")] }, Ct);
        Assert.IsType<DeliveryOutcome.Sent>(outcome);
        var mail = await server.MailAsync(recipient, Ct);
        Assert.Equal([recipient], mail["rcpt_tos"]!.AsArray().Select(r => r!.GetValue<string>()));
        Assert.Null(Header(mail, "Bcc"));
        Assert.Equal(new string([.. text.Select(c => char.IsControl(c) ? ' ' : c)]), Header(mail, "Subject"));
        Assert.Equal(2, mail["parts"]!.AsArray().Count);
    }

    [Fact]
    public async Task One_of_three_is_refused_and_one_is_asked_to_wait()
    {
        Assert.IsType<DeliveryOutcome.Sent>(await channel.SendAsync(Message("plain", "first@example.com"), Ct));
        Assert.IsType<DeliveryOutcome.Rejected>(await channel.SendAsync(Message("plain", "gone@example.com"), Ct));
        Assert.IsType<DeliveryOutcome.Failed>(await channel.SendAsync(Message("plain", "grey@example.com"), Ct));
        Assert.IsType<DeliveryOutcome.Sent>(await channel.SendAsync(Message("plain", "grey@example.com"), Ct));
    }

    [Theory]
    [InlineData("stall@example.com")]
    [InlineData("drop@example.com")]
    public async Task A_stall_or_a_break_after_the_message_is_uncertain(string recipient)
    {
        await using var hasty = Make(new SmtpLimits { Accept = TimeSpan.FromMilliseconds(300) });
        Assert.IsType<DeliveryOutcome.Uncertain>(await hasty.SendAsync(Message("plain", recipient), Ct));
    }

    [Theory]
    [InlineData("starttls", "starttls")]
    [InlineData("login", "starttls")]
    [InlineData("tls", "tls")]
    public async Task Tls_and_sign_in_work(string kind, string security)
    {
        Assert.IsType<DeliveryOutcome.Sent>(await channel.SendAsync(Message(kind, $"{kind}@example.com", security, "hasło-1"), Ct));
        Assert.True((await channel.TestAsync(Connection(kind, security, "hasło-1"), Ct)).IsOk);
    }

    [Theory]
    [InlineData("starttls", "starttls")]
    [InlineData("login", "starttls")]
    [InlineData("tls", "tls")]
    public async Task A_wrong_password_says_what_to_do(string kind, string security)
    {
        var outcome = Assert.IsType<DeliveryOutcome.Rejected>(await channel.SendAsync(Message(kind, "never@example.com", security, "wrong-1"), Ct));
        Assert.Contains("Enter both again", outcome.Why);
        Assert.DoesNotContain("wrong-1", outcome.Why);
    }

    [Fact]
    public async Task Starttls_that_is_not_offered_sends_nothing() => Assert.Contains(
        "STARTTLS", Assert.IsType<DeliveryOutcome.Rejected>(await channel.SendAsync(Message("plain", "never@example.com", "starttls"), Ct)).Why);

    [Fact]
    public async Task A_server_that_wants_tls_refuses_the_plain_way() =>
        Assert.IsType<DeliveryOutcome.Rejected>(await channel.SendAsync(Message("starttls", "never@example.com"), Ct));

    [Fact]
    public async Task A_server_without_smtputf8_gets_no_such_address() =>
        Assert.IsType<DeliveryOutcome.Rejected>(await channel.SendAsync(Message("ascii", "żółw@example.com"), Ct));

    [Fact]
    public async Task A_message_too_large_for_the_server_is_refused_with_a_way_out() => Assert.Contains(
        "Send a link", Assert.IsType<DeliveryOutcome.Rejected>(await channel.SendAsync(
            Message("ascii", "never@example.com") with { Attachments = [Some.File("big.bin", new byte[60_000])] }, Ct)).Why);

    [Fact]
    public async Task A_large_attachment_arrives_whole()
    {
        var bytes = new byte[5_000_000];
        new Random(7).NextBytes(bytes);
        var file = Some.File("big.bin", bytes);
        Assert.IsType<DeliveryOutcome.Sent>(await channel.SendAsync(Message("tls", "large@example.com", "tls", "hasło-1") with { Attachments = [file] }, Ct));
        Assert.Equal(file.Sha256, (await server.MailAsync("large@example.com", Ct))["parts"]![1]!["sha256"]!.GetValue<string>());
    }

    public ValueTask DisposeAsync() => channel.DisposeAsync();

    private static System.Text.Json.JsonSerializerOptions Readable { get; } = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static EmailChannel Make(SmtpLimits limits) => Post.Channel(limits: limits);

    private static string? Header(JsonObject mail, string name) =>
        mail["headers"]!.AsArray().FirstOrDefault(h => h![0]!.GetValue<string>() == name)?[1]!.GetValue<string>();

    private SettingValues Connection(string kind, string security, string? password) => Some.Values(channel.Connection, $$"""
        { "host": "127.0.0.1", "port": {{server.Port(kind)}}, "security": "{{security}}", "from": "Zespół raportów <reports@example.com>",
          "certificate_sha256": "{{TestCertificate.Sha256(TestCertificate.Shared)}}"{{(password is null ? "" : $", \"user\": \"reports\", \"password\": \"{password}\"")}} }
        """);

    private Outgoing Message(string kind, string recipient, string security = "none", string? password = null) => Some.Message(
        Some.Values(channel.Destination, $$"""{ "to": ["{{recipient}}"], "reply_to": "office@example.com" }"""), recipient, Connection(kind, security, password));
}
