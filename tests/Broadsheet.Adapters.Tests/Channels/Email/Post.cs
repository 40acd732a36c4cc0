using System.Net;
using Broadsheet.Adapters.Channels.Email;
using Broadsheet.Adapters.Channels.Email.Providers;
using Broadsheet.Adapters.Channels.Email.Smtp;
using Broadsheet.Adapters.Net;

namespace Broadsheet.Adapters.Tests.Channels.Email;

/// <summary>Makes the e-mail channel with loopback open.</summary>
internal static class Post
{
    public static OutboundGuard Guard { get; } = new([IPNetwork.Parse("127.0.0.0/8")]);

    public static EmailChannel Channel(MailServer? server = null, string outbox = "/nowhere", SmtpLimits? limits = null, Uri? provider = null)
    {
        var api = provider ?? new Uri("http://127.0.0.1:9/");
        return new EmailChannel(new SmtpTransport(Guard, limits ?? new SmtpLimits(), TimeProvider.System), new ProviderMail(new OutboundHttp(Guard), api, api), server, outbox);
    }
}
