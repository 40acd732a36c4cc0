using Broadsheet.Core.Deliveries;

namespace Broadsheet.Adapters.Channels.Email.Smtp;

/// <summary>The server answered, and the answer is no; <paramref name="Why"/> says what to do.</summary>
internal sealed record SmtpRefusal(bool Permanent, string Why)
{
    public DeliveryOutcome Outcome => Permanent ? new DeliveryOutcome.Rejected(Why) : new DeliveryOutcome.Failed(Why);
}
