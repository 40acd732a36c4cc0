using NodaTime;

namespace Broadsheet.Core.Deliveries;

/// <summary>What a channel says of one message to one recipient.</summary>
public abstract record DeliveryOutcome
{
    private DeliveryOutcome() { }

    /// <summary>The other side has taken responsibility. <paramref name="ProviderId"/> is its name for the message, where it gave one.</summary>
    public sealed record Sent(string? ProviderId) : DeliveryOutcome;

    /// <summary>Refused for good: sending the same again will not help. <paramref name="Why"/> says what to change.</summary>
    public sealed record Rejected(string Why) : DeliveryOutcome;

    /// <summary>Refused or unreachable for now. <paramref name="RetryAfter"/> is the other side's own wish, where it has one.</summary>
    public sealed record Failed(string Why, Duration? RetryAfter = null) : DeliveryOutcome;

    /// <summary>The connection broke after all bytes had left: it may have arrived.</summary>
    public sealed record Uncertain(string Why) : DeliveryOutcome;
}
