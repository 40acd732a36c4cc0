using System.Net;
using Broadsheet.Adapters.Channels.Email;
using Broadsheet.Adapters.Channels.Email.Smtp;
using Broadsheet.Adapters.Net;
using Broadsheet.Core;
using Broadsheet.Core.Deliveries;
using Xunit;

namespace Broadsheet.Adapters.Tests.Channels.Email;

public sealed class SmtpTransportTests : IAsyncDisposable
{
    private static readonly string[] Everything = ["PIPELINING", "SIZE 1000000", "SMTPUTF8", "8BITMIME", "STARTTLS", "AUTH PLAIN LOGIN"];
    private readonly FakeMailServer fake = new(Everything);
    private readonly SmtpTransport transport = Transport(new());

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Each_recipient_has_a_reply_of_its_own(bool pipelining)
    {
        if (!pipelining) fake.Extensions = ["8BITMIME"];
        fake.Answer = c => c switch
        {
            "RCPT TO:<gone@example.com>" => "550 5.1.1 no such user",
            "RCPT TO:<grey@example.com>" => "451 4.7.1 come back later",
            _ => null,
        };
        var outcomes = await SendAsync(["a@example.com", "gone@example.com", "grey@example.com", "b@example.com"]);
        Assert.Equal("Ok: queued as FAKE1", Assert.IsType<DeliveryOutcome.Sent>(outcomes[0]).ProviderId);
        Assert.Contains("no such mailbox", Assert.IsType<DeliveryOutcome.Rejected>(outcomes[1]).Why);
        Assert.Contains("greylisting", Assert.IsType<DeliveryOutcome.Failed>(outcomes[2]).Why);
        Assert.IsType<DeliveryOutcome.Sent>(outcomes[3]);
        Assert.Equal(["RCPT TO:<a@example.com>", "RCPT TO:<b@example.com>"], Assert.Single(fake.Mails).To);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task When_all_are_refused_nothing_is_sent_and_the_connection_goes_on(bool pipelining)
    {
        if (!pipelining) fake.Extensions = [];
        fake.Answer = c => c.Contains("gone", StringComparison.Ordinal) ? "550 no" : null;
        Assert.IsType<DeliveryOutcome.Rejected>((await SendAsync(["gone@example.com"]))[0]);
        Assert.IsType<DeliveryOutcome.Sent>((await SendAsync(["a@example.com"]))[0]);
        Assert.Single(fake.Mails);
        Assert.Equal(1, fake.Connections);
        Assert.Contains("RSET", fake.Commands);
    }

    [Fact]
    public async Task A_server_that_takes_data_for_nobody_gets_an_empty_end_and_no_message()
    {
        fake.Answer = c => c switch { "RCPT TO:<gone@example.com>" => "550 no", "(data)" => "354 anyway", _ => null };
        Assert.IsType<DeliveryOutcome.Rejected>((await SendAsync(["gone@example.com"]))[0]);
        Assert.Contains(".", fake.Commands);
        Assert.Empty(fake.Mails);
    }

    [Fact]
    public async Task Connections_are_reused_and_at_most_as_many_as_allowed()
    {
        for (var i = 0; i < 5; i++) Assert.IsType<DeliveryOutcome.Sent>((await SendAsync(["a@example.com"]))[0]);
        Assert.Equal(1, fake.Connections);
        await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => SendAsync(["a@example.com"])));
        Assert.InRange(fake.Connections, 1, 40);
        Assert.Equal(45, fake.Mails.Count);
    }

    [Fact]
    public async Task A_reused_connection_that_died_is_replaced()
    {
        await SendAsync(["a@example.com"]);
        var first = true;
        fake.Answer = c => c.StartsWith("MAIL", StringComparison.Ordinal) && first && !(first = false) ? "close" : null;
        Assert.IsType<DeliveryOutcome.Sent>((await SendAsync(["a@example.com"]))[0]);
        Assert.Equal(2, fake.Connections);
        Assert.Equal(2, fake.Mails.Count);
    }

    [Theory]
    [InlineData("close", typeof(DeliveryOutcome.Uncertain))]
    [InlineData("silence", typeof(DeliveryOutcome.Uncertain))]
    [InlineData("not smtp", typeof(DeliveryOutcome.Uncertain))]
    [InlineData("451 4.3.0 try again", typeof(DeliveryOutcome.Failed))]
    [InlineData("421 4.3.2 going down", typeof(DeliveryOutcome.Failed))]
    [InlineData("554 5.7.1 spam", typeof(DeliveryOutcome.Rejected))]
    [InlineData("250-2.0.0 two\r\n250 2.0.0 lines", typeof(DeliveryOutcome.Sent))]
    public async Task The_end_of_a_message_decides(string answer, Type outcome)
    {
        fake.Answer = c => c == "." ? answer : null;
        await using var waits = Transport(answer == "silence" ? new() { Accept = TimeSpan.FromMilliseconds(300) } : new());
        Assert.IsType(outcome, (await waits.SendAsync(Server(), Envelope(["a@example.com"]), WriteAsync, Ct))[0]);
    }

    [Theory]
    [InlineData("(connect)", "close", typeof(DeliveryOutcome.Failed))]
    [InlineData("(connect)", "HTTP/1.1 400 Bad Request", typeof(DeliveryOutcome.Failed))]
    [InlineData("(connect)", "554 go away", typeof(DeliveryOutcome.Rejected))]
    [InlineData("(connect)", "421 too busy", typeof(DeliveryOutcome.Failed))]
    [InlineData("MAIL", "close", typeof(DeliveryOutcome.Failed))]
    [InlineData("MAIL", "553 5.1.8 bad sender", typeof(DeliveryOutcome.Rejected))]
    [InlineData("MAIL", "530 5.7.0 sign in first", typeof(DeliveryOutcome.Rejected))]
    [InlineData("MAIL", "452 4.3.1 full", typeof(DeliveryOutcome.Failed))]
    [InlineData("DATA", "554 no", typeof(DeliveryOutcome.Rejected))]
    [InlineData("DATA", "451 no", typeof(DeliveryOutcome.Failed))]
    [InlineData("DATA", "close", typeof(DeliveryOutcome.Failed))]
    public async Task Before_the_end_everything_is_certain(string at, string answer, Type outcome)
    {
        fake.Answer = c => c.StartsWith(at, StringComparison.Ordinal) ? answer : null;
        Assert.IsType(outcome, (await SendAsync(["a@example.com"]))[0]);
        Assert.Empty(fake.Mails);
    }

    [Fact]
    public async Task A_reply_without_end_is_cut_off()
    {
        fake.Answer = c => c == "(connect)" ? new string('2', 1_000_000) : null;
        Assert.IsType<DeliveryOutcome.Failed>((await SendAsync(["a@example.com"]))[0]);
        fake.Answer = c => c == "(connect)" ? string.Join("\r\n", Enumerable.Repeat("220-more", 5_000)) : null;
        Assert.IsType<DeliveryOutcome.Failed>((await SendAsync(["a@example.com"]))[0]);
    }

    [Fact]
    public async Task A_message_larger_than_the_server_takes_is_refused_before_it_is_sent()
    {
        var outcome = await transport.SendAsync(Server(), new SmtpEnvelope(Address("r@example.com"), [Address("a@example.com")], 2_000_000, false), (_, _) => Task.CompletedTask, Ct);
        Assert.Contains("larger than the 1.0 MB", Assert.IsType<DeliveryOutcome.Rejected>(outcome[0]).Why);
        Assert.DoesNotContain(fake.Commands, c => c.StartsWith("MAIL", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_address_that_needs_smtputf8_is_sent_exactly_or_refused()
    {
        Assert.IsType<DeliveryOutcome.Sent>((await SendAsync(["瘍嘊@example.com"]))[0]);
        Assert.Contains("RCPT TO:<瘍嘊@example.com>", fake.Commands);
        Assert.Contains(fake.Commands, c => c.StartsWith("MAIL", StringComparison.Ordinal) && c.EndsWith(" BODY=8BITMIME SMTPUTF8", StringComparison.Ordinal));
        await using var plain = new FakeMailServer("PIPELINING");
        var outcome = await transport.SendAsync(Server(plain), Envelope(["żółw@example.com"]), WriteAsync, Ct);
        Assert.Contains("SMTPUTF8", Assert.IsType<DeliveryOutcome.Rejected>(outcome[0]).Why);
        Assert.DoesNotContain(plain.Commands, c => c.StartsWith("MAIL", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Starttls_that_was_stripped_sends_nothing()
    {
        fake.Extensions = ["PIPELINING", "AUTH PLAIN"];
        var server = Server() with { Security = MailSecurity.StartTls, User = "u", Password = "p" };
        Assert.Contains("STARTTLS", Assert.IsType<DeliveryOutcome.Rejected>((await transport.SendAsync(server, Envelope(["a@example.com"]), WriteAsync, Ct))[0]).Why);
        Assert.DoesNotContain(fake.Commands, c => c.StartsWith("AUTH", StringComparison.Ordinal) || c.StartsWith("MAIL", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Commands_smuggled_ahead_of_tls_are_noticed()
    {
        fake.Certificate = TestCertificate.Shared;
        fake.Answer = c => c == "STARTTLS" ? "220 go\r\n250 smuggled" : null;
        var outcomes = await transport.SendAsync(Server() with { Security = MailSecurity.StartTls }, Envelope(["a@example.com"]), WriteAsync, Ct);
        Assert.Contains("in between", Assert.IsType<DeliveryOutcome.Rejected>(outcomes[0]).Why);
    }

    [Theory]
    [InlineData(MailSecurity.StartTls)]
    [InlineData(MailSecurity.Tls)]
    public async Task A_certificate_that_nobody_signed_is_accepted_only_when_named(MailSecurity security)
    {
        fake.Certificate = TestCertificate.Shared;
        fake.TlsAtOnce = security == MailSecurity.Tls;
        var server = Server() with { Security = security };
        Assert.Contains("certificate", Assert.IsType<DeliveryOutcome.Failed>((await transport.SendAsync(server, Envelope(["a@example.com"]), WriteAsync, Ct))[0]).Why);
        Assert.IsType<DeliveryOutcome.Failed>((await transport.SendAsync(server with { CertificateSha256 = new string('0', 64) }, Envelope(["a@example.com"]), WriteAsync, Ct))[0]);
        Assert.Empty(fake.Mails);
        var named = server with { CertificateSha256 = TestCertificate.Sha256(TestCertificate.Shared) };
        Assert.IsType<DeliveryOutcome.Sent>((await transport.SendAsync(named, Envelope(["a@example.com"]), WriteAsync, Ct))[0]);
    }

    [Theory]
    [InlineData("AUTH PLAIN LOGIN", "AUTH PLAIN AHVzZXIAaGFzxYJv")]
    [InlineData("AUTH=PLAIN", "AUTH PLAIN AHVzZXIAaGFzxYJv")]
    public async Task Signs_in_by_plain(string offer, string command)
    {
        fake.Extensions = [offer];
        await transport.SendAsync(Server() with { User = "user", Password = "hasło" }, Envelope(["a@example.com"]), WriteAsync, Ct);
        Assert.Contains(command, fake.Commands);
    }

    [Fact]
    public async Task Signs_in_by_login_where_there_is_no_plain()
    {
        fake.Extensions = ["AUTH LOGIN CRAM-MD5"];
        fake.Answer = c => c switch { "AUTH LOGIN" or "dXNlcg==" => "334 more", "aGFzxYJv" => "235 ok", _ => null };
        Assert.IsType<DeliveryOutcome.Sent>(
            (await transport.SendAsync(Server() with { User = "user", Password = "hasło" }, Envelope(["a@example.com"]), WriteAsync, Ct))[0]);
    }

    [Theory]
    [InlineData("535 5.7.8 no", typeof(DeliveryOutcome.Rejected))]
    [InlineData("454 4.7.0 later", typeof(DeliveryOutcome.Failed))]
    public async Task A_refused_password_says_what_to_do_and_sends_nothing(string answer, Type outcome)
    {
        fake.Answer = c => c.StartsWith("AUTH", StringComparison.Ordinal) ? answer : null;
        Assert.IsType(outcome, (await transport.SendAsync(Server() with { User = "u", Password = "p" }, Envelope(["a@example.com"]), WriteAsync, Ct))[0]);
        Assert.DoesNotContain(fake.Commands, c => c.StartsWith("MAIL", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_old_server_without_ehlo_is_spoken_to_by_helo()
    {
        fake.Answer = c => c.StartsWith("EHLO", StringComparison.Ordinal) ? "502 what?" : null;
        Assert.IsType<DeliveryOutcome.Sent>((await SendAsync(["a@example.com"]))[0]);
        Assert.Contains("HELO [127.0.0.1]", fake.Commands);
    }

    [Fact]
    public async Task Dots_and_missing_line_ends_survive()
    {
        var text = ".one\r\n..two\r\n.\r\nthree.\r\n\r\n.";
        await transport.SendAsync(Server(), Envelope(["a@example.com"]), async (s, ct) =>
        {
            foreach (var b in System.Text.Encoding.ASCII.GetBytes(text)) await s.WriteAsync(new[] { b }, ct);
        }, Ct);
        await transport.SendAsync(Server(), Envelope(["a@example.com"]), (s, ct) => s.WriteAsync(System.Text.Encoding.ASCII.GetBytes(text), ct).AsTask(), Ct);
        Assert.All(fake.Mails, m => Assert.Equal(text + "\r\n", m.Text));
        Assert.Equal(2, fake.Mails.Count);
    }

    [Fact]
    public async Task Cancelled_within_the_message_throws_and_delivers_nothing()
    {
        using var cancel = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => transport.SendAsync(Server(), Envelope(["a@example.com"]), async (s, ct) =>
        {
            await s.WriteAsync("half"u8.ToArray(), ct);
            await s.FlushAsync(ct);
            await cancel.CancelAsync();
            ct.ThrowIfCancellationRequested();
        }, cancel.Token));
        Assert.IsType<DeliveryOutcome.Sent>((await SendAsync(["b@example.com"]))[0]);
        Assert.Single(fake.Mails);
    }

    [Fact]
    public async Task Cancelled_after_the_end_is_uncertain()
    {
        using var cancel = new CancellationTokenSource();
        fake.Answer = c =>
        {
            if (c != ".") return null;
            cancel.Cancel();
            return "silence";
        };
        Assert.IsType<DeliveryOutcome.Uncertain>((await transport.SendAsync(Server(), Envelope(["a@example.com"]), WriteAsync, cancel.Token))[0]);
    }

    [Fact]
    public async Task A_private_mail_server_is_refused_with_the_remedy()
    {
        await using var guarded = new SmtpTransport(new OutboundGuard([]), new(), TimeProvider.System);
        var outcomes = await guarded.SendAsync(Server(), Envelope(["a@example.com"]), WriteAsync, Ct);
        Assert.Contains(OutboundGuard.Setting, Assert.IsType<DeliveryOutcome.Rejected>(outcomes[0]).Why);
        Assert.Equal(0, fake.Connections);
    }

    [Fact]
    public async Task A_test_signs_in_and_sends_nothing()
    {
        Assert.True((await transport.TestAsync(Server() with { User = "u", Password = "p" }, Ct)).IsOk);
        Assert.DoesNotContain(fake.Commands, c => c.StartsWith("MAIL", StringComparison.Ordinal));
        fake.Answer = c => c.StartsWith("AUTH", StringComparison.Ordinal) ? "535 no" : null;
        Assert.Equal("mail-refused", Assert.IsType<Problem.Unavailable>((await transport.TestAsync(Server() with { User = "u", Password = "p" }, Ct)).Problem).Code);
    }

    public async ValueTask DisposeAsync()
    {
        await transport.DisposeAsync();
        await fake.DisposeAsync();
    }

    private static SmtpTransport Transport(SmtpLimits limits) => new(new OutboundGuard([IPNetwork.Parse("127.0.0.0/8")]), limits, TimeProvider.System);

    private static EmailAddress Address(string text) => EmailAddress.Parse(text).Value!;

    private static SmtpEnvelope Envelope(IEnumerable<string> to)
    {
        EmailAddress[] all = [.. to.Select(Address)];
        return new SmtpEnvelope(Address("reports@example.com"), all, 500, all.Any(a => a.NeedsUtf8));
    }

    private static async Task WriteAsync(Stream stream, CancellationToken ct) => await stream.WriteAsync("Subject: x\r\n\r\nbody\r\n"u8.ToArray(), ct);

    private Task<IReadOnlyList<DeliveryOutcome>> SendAsync(IEnumerable<string> to) => transport.SendAsync(Server(), Envelope(to), WriteAsync, Ct);

    private MailServer Server(FakeMailServer? other = null) => new()
    {
        Host = "127.0.0.1", Port = (other ?? fake).Port, Security = MailSecurity.None, From = Mailbox.Parse("reports@example.com").Value!,
    };
}
