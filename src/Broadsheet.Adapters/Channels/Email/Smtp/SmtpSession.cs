using System.Text;
using Broadsheet.Core.Deliveries;

namespace Broadsheet.Adapters.Channels.Email.Smtp;

/// <summary>
/// One conversation with one server: opened once, then any number of messages, one after the other. What the server refuses
/// is a value; what the network does is a <see cref="SmtpFaultException"/>, and <see cref="Stage"/> says what it means.
/// </summary>
internal sealed class SmtpSession(SmtpWire wire, MailServer server, SmtpLimits limits) : IAsyncDisposable
{
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(1);
    private SmtpExtensions offers = SmtpExtensions.None;
    private bool needsReset;
    private bool cutOff;

    public SmtpStage Stage { get; private set; }

    /// <summary>Messages begun over this connection.</summary>
    public int Messages { get; private set; }

    /// <summary>Whether another message may follow; false from any fault on.</summary>
    public bool IsReusable { get; private set; }

    public bool LooksAlive() => wire.LooksAlive();

    /// <summary>Greets, secures, signs in. Null when all of it went well.</summary>
    public async Task<SmtpRefusal?> OpenAsync(CancellationToken ct)
    {
        if (server.Security == MailSecurity.Tls) await wire.SecureAsync(server.Host, server.CertificateSha256, ct);
        var greeting = await wire.ReplyAsync(ct);
        if (!greeting.IsPositive) return Refused(greeting, "does not talk to this server");
        if (await HelloAsync(ct) is { } unheard) return unheard;
        if (server.Security == MailSecurity.StartTls)
        {
            if (await StartTlsAsync(ct) is { } unsecured) return unsecured;
            if (await HelloAsync(ct) is { } deaf) return deaf;
        }

        var refusal = server.User is null ? null : await SignInAsync(server.User, server.Password ?? "", ct);
        IsReusable = refusal is null;
        return refusal;
    }

    /// <summary>
    /// Sends one message, written by <paramref name="write"/> only when a recipient was accepted. One outcome for each
    /// recipient, in the envelope's order.
    /// </summary>
    public async Task<IReadOnlyList<DeliveryOutcome>> SendAsync(
        SmtpEnvelope envelope, Func<Stream, CancellationToken, Task> write, CancellationToken ct)
    {
        Stage = SmtpStage.Envelope;
        if (Unfit(envelope) is { } unfit) return [.. envelope.To.Select(_ => unfit.Outcome)];
        IsReusable = false;
        Messages++;
        if (needsReset) await ResetAsync(ct);
        var replies = offers.Pipelining ? await PipelinedAsync(envelope, ct) : await InTurnAsync(envelope, ct);
        var accepted = replies.Mail.IsPositive && replies.Recipients.Any(r => r.IsPositive);
        needsReset = replies.Data is not { Code: 354 };
        var end = replies.Data is not { Code: 354 } ? replies.Data
            : accepted ? await ContentAsync(write, ct) : await NothingAsync(ct);
        IsReusable = !cutOff && end is not { Code: 421 } && replies.Mail.Code != 421;
        return [.. replies.Recipients.Select((reply, i) => Outcome(envelope, i, replies.Mail, reply, end))];
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            using var farewell = new CancellationTokenSource(Farewell);
            if (IsReusable) await wire.SendAsync("QUIT", farewell.Token);
        }
        catch (Exception e) when (e is SmtpFaultException or OperationCanceledException)
        {
            IsReusable = false;
        }

        wire.Dispose();
    }

    private async Task<SmtpRefusal?> HelloAsync(CancellationToken ct)
    {
        await wire.SendAsync($"EHLO {wire.Literal}", ct);
        var hello = await wire.ReplyAsync(ct);
        offers = hello.Code == 250 ? SmtpExtensions.Parse(hello.Lines.Skip(1)) : SmtpExtensions.None;
        if (hello.Code == 250) return null;
        if (!hello.IsPermanent) return Refused(hello, "does not talk to this server");
        await wire.SendAsync($"HELO {wire.Literal}", ct);
        hello = await wire.ReplyAsync(ct);
        return hello.IsPositive ? null : Refused(hello, "does not talk to this server");
    }

    private async Task<SmtpRefusal?> StartTlsAsync(CancellationToken ct)
    {
        if (!offers.StartTls)
        {
            return new SmtpRefusal(true, $"{server} offers no STARTTLS, so nothing was sent. Set the connection's security to “tls” " +
                "if the server expects TLS at once (port 465), or to “none” if mail may be read on the way.");
        }

        await wire.SendAsync("STARTTLS", ct);
        var reply = await wire.ReplyAsync(ct);
        if (reply.Code != 220) return Refused(reply, "refused STARTTLS");
        if (wire.HasUnread) return new SmtpRefusal(true, $"{server} sent commands ahead of TLS: somebody may be in between. Nothing was sent.");
        await wire.SecureAsync(server.Host, server.CertificateSha256, ct);
        return null;
    }

    private async Task<SmtpRefusal?> SignInAsync(string user, string password, CancellationToken ct)
    {
        SmtpReply reply;
        if (offers.Auth.Contains("PLAIN"))
        {
            await wire.SendAsync($"AUTH PLAIN {Encoded($"\0{user}\0{password}")}", ct);
            reply = await wire.ReplyAsync(ct);
        }
        else if (offers.Auth.Contains("LOGIN"))
        {
            reply = await SayAsync("AUTH LOGIN", ct);
            if (reply.Code == 334) reply = await SayAsync(Encoded(user), ct);
            if (reply.Code == 334) reply = await SayAsync(Encoded(password), ct);
        }
        else
        {
            var ways = offers.Auth.Count == 0 ? "no sign-in" : string.Join(", ", offers.Auth) + " only";
            return new SmtpRefusal(true, $"{server} offers {ways}, and this server signs in by PLAIN or LOGIN. " +
                (wire.IsSecure ? "Leave user and password empty if none is needed." : "Set security to “starttls” or “tls”: most servers offer it then."));
        }

        return reply.Code == 235 ? null : Refused(reply, reply.IsPermanent
            ? "refused the user name or password. Enter both again in the connection; some providers want an app password"
            : "can't check the password now");
    }

    private async Task<SmtpReply> SayAsync(string line, CancellationToken ct)
    {
        await wire.SendAsync(line, ct);
        return await wire.ReplyAsync(ct);
    }

    private async Task ResetAsync(CancellationToken ct)
    {
        if (!(await SayAsync("RSET", ct)).IsPositive) throw new SmtpFaultException("it lost the conversation");
        needsReset = false;
    }

    private SmtpRefusal? Unfit(SmtpEnvelope envelope)
    {
        if (envelope.NeedsUtf8 && !offers.Utf8)
            return new SmtpRefusal(true, $"{server} takes only ASCII addresses (it offers no SMTPUTF8). Use another address or mail server.");
        return offers.Largest is { } largest && envelope.Size > largest
            ? new SmtpRefusal(true, $"The message of about {envelope.Size / 1_000_000.0:0.0} MB is larger than the {largest / 1_000_000.0:0.0} MB " +
                $"{server} takes. Send a link instead, or fewer formats.")
            : null;
    }

    private string Mail(SmtpEnvelope envelope) => $"MAIL FROM:<{envelope.From}>" + (offers.SizeKnown ? $" SIZE={envelope.Size}" : "")
        + (envelope.NeedsUtf8 ? (offers.EightBit ? " BODY=8BITMIME" : "") + " SMTPUTF8" : "");

    private async Task<SmtpEnvelopeReplies> PipelinedAsync(SmtpEnvelope envelope, CancellationToken ct)
    {
        var commands = new StringBuilder(Mail(envelope)).Append("\r\n");
        foreach (var to in envelope.To) commands.Append("RCPT TO:<").Append(to).Append(">\r\n");
        await wire.SendAsync(commands.Append("DATA").ToString(), ct);
        var mail = await wire.ReplyAsync(ct);
        var recipients = new List<SmtpReply>(envelope.To.Count);
        foreach (var _ in envelope.To) recipients.Add(await wire.ReplyAsync(ct));
        return new SmtpEnvelopeReplies(mail, recipients, await wire.ReplyAsync(ct));
    }

    private async Task<SmtpEnvelopeReplies> InTurnAsync(SmtpEnvelope envelope, CancellationToken ct)
    {
        var mail = await SayAsync(Mail(envelope), ct);
        if (!mail.IsPositive) return new SmtpEnvelopeReplies(mail, [.. envelope.To.Select(_ => mail)], null);
        var recipients = new List<SmtpReply>(envelope.To.Count);
        foreach (var to in envelope.To) recipients.Add(await SayAsync($"RCPT TO:<{to}>", ct));
        return new SmtpEnvelopeReplies(mail, recipients, recipients.Exists(r => r.IsPositive) ? await SayAsync("DATA", ct) : null);
    }

    private async Task<SmtpReply> ContentAsync(Func<Stream, CancellationToken, Task> write, CancellationToken ct)
    {
        Stage = SmtpStage.Content;
        await using var content = new DotStuffing(wire);
        try
        {
            await write(content, ct);
            await content.FlushAsync(ct);
        }
        catch (SmtpFaultException)
        {
            // A server that has had enough says so and hangs up; its words are worth more than "the connection broke".
            if (await LastWordsAsync(ct) is { IsPositive: false } words)
            {
                cutOff = true;
                return words;
            }

            throw;
        }

        Stage = SmtpStage.Ended;
        await content.EndAsync(ct);
        return await wire.ReplyAsync(limits.Accept, ct);
    }

    private async Task<SmtpReply?> LastWordsAsync(CancellationToken ct)
    {
        try
        {
            return await wire.ReplyAsync(Farewell, ct);
        }
        catch (SmtpFaultException)
        {
            return null;
        }
    }

    /// <summary>A pipelined DATA was taken although nobody was: ends it with nothing in it.</summary>
    private async Task<SmtpReply> NothingAsync(CancellationToken ct)
    {
        await wire.SendAsync(".", ct);
        return await wire.ReplyAsync(ct);
    }

    private DeliveryOutcome Outcome(SmtpEnvelope envelope, int index, SmtpReply mail, SmtpReply recipient, SmtpReply? end)
    {
        if (!mail.IsPositive) return Refused(mail, mail.Code == 530
            ? "wants a sign-in: give the connection a user and a password"
            : $"does not take mail from {envelope.From}. Check the connection's “from”").Outcome;
        if (!recipient.IsPositive) return Refused(recipient, $"refused {envelope.To[index]}{Meaning(recipient)}").Outcome;
        if (end is null || !end.IsPositive || end.Code == 354)
            return Refused(end ?? recipient, $"refused the message{(end is { Code: 552 } ? " as too large; send a link instead" : "")}").Outcome;
        return new DeliveryOutcome.Sent(Clean(end.Text) is { Length: > 0 } said ? said : null);
    }

    /// <summary>The enhanced codes (RFC 3463) that tell a person something the reply's text may not.</summary>
    private static string Meaning(SmtpReply reply) => reply.Enhanced switch
    {
        "5.1.1" or "5.1.10" => ": no such mailbox",
        "5.1.2" => ": no such domain",
        "4.2.2" or "5.2.2" => ": the mailbox is full",
        "5.7.1" => ": not allowed to send there",
        "4.7.1" => ": not yet (greylisting)",
        _ => "",
    };

    private SmtpRefusal Refused(SmtpReply reply, string what) => new(reply.IsPermanent, $"{server} {what}. It said: {Clean(reply.ToString())}");

    private string Clean(string text) =>
        SafeText.Clean(text, server.Password, server.User is null ? null : $"\0{server.User}\0{server.Password}");

    private static string Encoded(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
