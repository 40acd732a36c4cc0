using Broadsheet.Adapters.Channels.Email.Mime;
using Broadsheet.Adapters.Channels.Email.Providers;
using Broadsheet.Adapters.Channels.Email.Smtp;
using Broadsheet.Adapters.Net;
using Broadsheet.Core;
using Broadsheet.Core.Deliveries;
using Broadsheet.Core.Ports;

namespace Broadsheet.Adapters.Channels.Email;

/// <summary>
/// E-mail: by the connection a message names (a mail server, Resend, SendGrid), else by the deployment's server, else into the outbox folder. Everyone gets a
/// message of their own.
/// </summary>
public sealed class EmailChannel : IDeliveryChannel, IAsyncDisposable
{
    private readonly MailServer? server;
    private readonly Outbox outbox;
    private readonly SmtpTransport transport;
    private readonly ProviderMail providers;

    /// <param name="guard">Checks every mail server.</param>
    /// <param name="http">The way to providers with an HTTP API.</param>
    /// <param name="server">The deployment's own mail server; null where it has none.</param>
    /// <param name="outboxFolder">Where .eml files go when there is no server at all; made when needed.</param>
    /// <param name="clock">Ages idle connections.</param>
    public EmailChannel(OutboundGuard guard, OutboundHttp http, MailServer? server, string outboxFolder, TimeProvider clock)
        : this(new SmtpTransport(guard, new SmtpLimits(), clock), new ProviderMail(http, new("https://api.resend.com/"), new("https://api.sendgrid.com/")), server, outboxFolder) { }

    internal EmailChannel(SmtpTransport transport, ProviderMail providers, MailServer? server, string outboxFolder) =>
        (this.transport, this.providers, this.server, outbox) = (transport, providers, server, new Outbox(outboxFolder));

    public string Type => "email";

    public bool LimitsFiles => true;

    public SettingsSchema Destination => EmailSettings.Destination;

    public SettingsSchema Connection => EmailSettings.Connection;

    public Result<IReadOnlyList<string>> Recipients(SettingValues destination)
    {
        var errors = new List<FieldError>();
        var everyone = EmailSettings.Addresses(destination, "to", errors).Concat(EmailSettings.Addresses(destination, "cc", errors));
        var recipients = everyone.Distinct().Select(a => a.ToString()).ToList();
        EmailSettings.Box(destination, "reply_to", errors);
        return errors.Count > 0 ? new Problem.Invalid(errors) : Result<IReadOnlyList<string>>.Ok(recipients);
    }

    public Result<Done> Check(SettingValues connection) => MailProvider.IsNamedBy(connection)
        ? MailProvider.Parse(connection).Select(_ => default(Done))
        : MailServer.Parse(connection).Select(_ => default(Done));

    public async Task<DeliveryOutcome> SendAsync(Outgoing message, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var to = EmailAddress.Parse(message.Recipient);
        if (!to.IsOk) return new DeliveryOutcome.Rejected(to.Problem.Summary);
        if (message.Connection is { } given && MailProvider.IsNamedBy(given))
        {
            var provider = MailProvider.Parse(given);
            return provider.IsOk
                ? await providers.SendAsync(provider.Value, Compose(message, to.Value, provider.Value.From, provider.Value.ReplyTo), to.Value, ct)
                : new DeliveryOutcome.Rejected(provider.Problem.Summary);
        }

        var chosen = message.Connection is null ? null : MailServer.Parse(message.Connection);
        if (chosen?.Problem is { } wrong) return new DeliveryOutcome.Rejected(wrong.Summary);
        if ((chosen?.Value ?? server) is not { } by) return await outbox.WriteAsync(Compose(message, to.Value, EmailSettings.Nobody, null), ct);
        var mime = Compose(message, to.Value, by.From, by.ReplyTo);
        var envelope = new SmtpEnvelope(by.From.Address, [to.Value], mime.SizeEstimate, mime.NeedsUtf8);
        return (await transport.SendAsync(by, envelope, (stream, token) => MimeWriter.WriteAsync(mime, stream, token), ct))[0];
    }

    /// <summary>A mail server is connected to and signed in at; a provider is asked whether it takes mail of this sender. Nothing is sent.</summary>
    public async Task<Result<Done>> TestAsync(SettingValues connection, CancellationToken ct)
    {
        if (MailProvider.IsNamedBy(connection))
        {
            var provider = MailProvider.Parse(connection);
            return provider.IsOk ? await providers.Check.RunAsync(provider.Value, ct) : provider.Problem;
        }

        var read = MailServer.Parse(connection);
        return read.IsOk ? await transport.TestAsync(read.Value, ct) : read.Problem;
    }

    public ValueTask DisposeAsync() => transport.DisposeAsync();

    private static MimeMessage Compose(Outgoing message, EmailAddress recipient, Mailbox from, Mailbox? reply)
    {
        var none = new List<FieldError>();
        var to = EmailSettings.Addresses(message.Destination, "to", none);
        var cc = EmailSettings.Addresses(message.Destination, "cc", none);
        var open = message.Destination.Boolean("show_recipients") || cc.Count > 0;
        return new MimeMessage
        {
            Id = message.Id,
            From = from,
            To = open && to.Count > 0 ? to : [recipient],
            Cc = open ? cc : [],
            ReplyTo = EmailSettings.Box(message.Destination, "reply_to", none) ?? reply,
            Subject = message.Subject,
            Date = message.Now,
            Unsubscribe = message.Unsubscribe,
            Text = message.Text,
            Html = message.Html,
            Attachments = message.Attachments,
        };
    }
}
