using Broadsheet.Adapters.Channels.Email.Mime;
using Broadsheet.Adapters.Net;
using Broadsheet.Core.Deliveries;

namespace Broadsheet.Adapters.Channels.Email.Providers;

/// <summary>Hands messages to providers. The addresses of their APIs are fixed; tests give others.</summary>
internal sealed class ProviderMail(OutboundHttp http, Uri resend, Uri sendGrid)
{
    public ProviderCheck Check { get; } = new(http, resend, sendGrid);

    public async Task<DeliveryOutcome> SendAsync(MailProvider provider, MimeMessage message, EmailAddress to, CancellationToken ct)
    {
        using var request = provider.Name == "resend"
            ? ProviderRequest.Resend(resend, provider, message, to) : ProviderRequest.SendGrid(sendGrid, provider, message, to);
        return HttpOutcome.Of(await http.SendAsync(request, ct), provider.ToString(), message.Date, Id, provider.ApiKey);
    }

    private static string? Id(OutboundAnswer.Answered answer) =>
        answer.Headers.TryGetValues("X-Message-Id", out var ids) ? ids.First() : JsonAnswer.Text(JsonAnswer.Of(answer), "id");
}
