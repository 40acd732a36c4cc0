using System.Text.Json.Nodes;
using Broadsheet.Adapters.Channels.Email;
using Broadsheet.Core;
using Broadsheet.Core.Deliveries;
using Broadsheet.Core.Ports;
using Xunit;

namespace Broadsheet.Adapters.Tests.Channels.Email;

public sealed class EmailChannelTests : IAsyncDisposable
{
    private readonly TempFolder folder = new();
    private readonly FakeMailServer fake = new("PIPELINING", "SMTPUTF8");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Recipients_do_not_see_each_other()
    {
        await SendAsync("""{ "to": ["zoe@example.com", "b@example.com"] }""", "b@example.com");
        var mail = Assert.Single(fake.Mails);
        Assert.Equal(["RCPT TO:<b@example.com>"], mail.To);
        Assert.Equal("<b@example.com>", Bracketed(mail.Header("To")!));
        Assert.DoesNotContain("zoe@example.com", mail.Text);
    }

    [Theory]
    [InlineData("""{ "to": ["a@example.com", "b@example.com"], "show_recipients": true }""", null)]
    [InlineData("""{ "to": ["a@example.com", "b@example.com"], "cc": ["c@example.com"] }""", "c@example.com")]
    public async Task Recipients_see_each_other_when_asked(string destination, string? cc)
    {
        await SendAsync(destination, "b@example.com");
        var mail = Assert.Single(fake.Mails);
        Assert.Equal(["RCPT TO:<b@example.com>"], mail.To);
        Assert.Equal("a@example.com, b@example.com", mail.Header("To"));
        Assert.Equal(cc, mail.Header("Cc"));
    }

    [Fact]
    public async Task The_destination_s_reply_address_comes_before_the_server_s()
    {
        await SendAsync("""{ "to": ["a@example.com"] }""", "a@example.com");
        await SendAsync("""{ "to": ["a@example.com"], "reply_to": "me@example.com" }""", "a@example.com");
        Assert.Equal(["office@example.com", "me@example.com"], fake.Mails.Select(m => m.Header("Reply-To")));
    }

    [Fact]
    public void Cc_is_a_recipient_and_everyone_is_one_once()
    {
        var channel = Channel(null);
        var read = channel.Recipients(Some.Values(channel.Destination, """{ "to": ["a@example.com", "A@Example.COM"], "cc": ["b@example.com", "a@example.com"] }"""));
        Assert.Equal(["a@example.com", "b@example.com"], read.Value!);
    }

    [Fact]
    public void All_wrong_addresses_are_told_at_once()
    {
        var channel = Channel(null);
        var read = channel.Recipients(Some.Values(channel.Destination, """{ "to": ["ok@example.com", "x"], "cc": ["y"], "reply_to": "z" }"""));
        Assert.Equal(["to[1]", "cc[0]", "reply_to"], Assert.IsType<Problem.Invalid>(read.Problem).Errors.Select(e => e.Field));
    }

    [Theory]
    [InlineData("""{ "to": ["a@example.com\r\nb"] }""")]
    [InlineData("""{ "to": [] }""")]
    [InlineData("""{ "subject": "x" }""")]
    [InlineData("""{ "to": ["a@example.com"], "subject": "a\nb" }""")]
    public void What_the_schema_sees_is_refused_at_save(string json) =>
        Assert.False(SettingValues.Parse(Channel(null).Destination, (JsonObject)JsonNode.Parse(json)!).IsOk);

    [Fact]
    public async Task Without_a_server_mail_is_a_file_in_the_outbox()
    {
        await using var channel = Channel(null);
        var destination = Some.Values(channel.Destination, """{ "to": ["a@example.com"] }""");
        var message = Some.Message(destination, "a@example.com") with { Attachments = [Some.File("a.csv", "1,2")] };
        var sent = Assert.IsType<DeliveryOutcome.Sent>(await channel.SendAsync(message, Ct));
        Assert.Equal($"no mail server is set up: written to outbox/{message.Id.Value:N}.eml", sent.ProviderId);
        var text = await File.ReadAllTextAsync(Assert.Single(Directory.GetFiles(folder.At("outbox"))), Ct);
        Assert.Contains("To: a@example.com\r\n", text);
        Assert.Contains("Subject: Quality, week 47\r\n", text);
    }

    [Fact]
    public async Task The_connection_of_a_message_comes_before_the_deployment_s_server()
    {
        await using var channel = Channel(Server(1));
        var destination = Some.Values(channel.Destination, """{ "to": ["a@example.com"] }""");
        var connection = Some.Values(channel.Connection, $$"""{ "host": "127.0.0.1", "port": {{fake.Port}}, "security": "none", "from": "own@example.com" }""");
        Assert.IsType<DeliveryOutcome.Sent>(await channel.SendAsync(Some.Message(destination, "a@example.com", connection), Ct));
        Assert.Equal("MAIL FROM:<own@example.com> SMTPUTF8"[..27], Assert.Single(fake.Mails).From[..27]);
    }

    [Theory]
    [InlineData("""{ "from": "reports@example.com" }""", "host")]
    [InlineData("""{ "host": "mail.example.com", "from": "nobody" }""", "from")]
    [InlineData("""{ "host": "mail.example.com", "from": "r@example.com", "reply_to": "x" }""", "reply_to")]
    [InlineData("""{ "host": "mail.example.com", "from": "r@example.com", "user": "u" }""", "password")]
    [InlineData("""{ "host": "mail.example.com", "from": "r@example.com", "certificate_sha256": "abc" }""", "certificate_sha256")]
    public void A_wrong_connection_is_an_error_at_its_setting(string json, string field)
    {
        var channel = Channel(null);
        Assert.Equal(field, Assert.Single(Assert.IsType<Problem.Invalid>(channel.Check(Some.Values(channel.Connection, json)).Problem).Errors).Field);
    }

    [Fact]
    public void The_deployment_s_server_is_read_from_its_configuration()
    {
        var server = MailServer.Read(new Dictionary<string, string?>
        {
            ["Host"] = "127.0.0.1", ["Port"] = "2525", ["Security"] = "none", ["From"] = "Reports <reports@example.com>",
        }.GetValueOrDefault).Value!;
        Assert.Equal(("127.0.0.1", 2525, MailSecurity.None, "reports@example.com"), (server.Host, server.Port, server.Security, server.From.Address.ToString()));
    }

    [Theory]
    [InlineData("From", "nobody", "Broadsheet__Mail__From")]
    [InlineData("Port", "many", "Broadsheet__Mail__Port")]
    [InlineData("Security", "ssl", "Broadsheet__Mail__Security")]
    public void A_wrong_configuration_names_the_setting(string key, string value, string field)
    {
        var settings = new Dictionary<string, string?> { ["Host"] = "mail.example.com", ["From"] = "reports@example.com", [key] = value };
        Assert.Equal(field, Assert.Single(Assert.IsType<Problem.Invalid>(MailServer.Read(settings.GetValueOrDefault).Problem).Errors).Field);
    }

    [Fact]
    public void A_server_s_text_shows_no_password() => Assert.DoesNotContain("hunter2", (Server(25) with { Password = "hunter2" }).ToString());

    public async ValueTask DisposeAsync()
    {
        await fake.DisposeAsync();
        folder.Dispose();
    }

    private static string Bracketed(string address) => $"<{address}>";

    private static MailServer Server(int port) => new()
    {
        Host = "127.0.0.1", Port = port, Security = MailSecurity.None,
        From = Mailbox.Parse("reports@example.com").Value!, ReplyTo = Mailbox.Parse("office@example.com").Value!,
    };

    private EmailChannel Channel(MailServer? server) => Post.Channel(server, folder.At("outbox"));

    private async Task SendAsync(string destination, string recipient)
    {
        await using var channel = Channel(Server(fake.Port));
        Assert.IsType<DeliveryOutcome.Sent>(await channel.SendAsync(Some.Message(Some.Values(channel.Destination, destination), recipient), Ct));
    }
}
