using Broadsheet.Core.Deliveries;
using Broadsheet.Server.Storage;
using NodaTime;

namespace Broadsheet.Server.Deliveries;

/// <summary>A line of the ledger. <paramref name="Hold"/> says why it was kept back: approval, unsubscribed, snoozed or not_made; null where it was not.</summary>
internal sealed record DeliveryWire(Guid Id, string Type, string Recipient, string Status, int Attempts, string? Error, Instant? SentAt, Instant? NextAttemptAt, DeliveryHold? Hold)
{
    public static DeliveryWire Of(DeliveryRow row) => new(row.Id.Value, row.Type, row.Recipient,
        Word<DeliveryState>.Of(row.Status == DeliveryState.Sending ? DeliveryState.Pending : row.Status),
        row.Attempts, row.Error, row.SentAt, row.Status == DeliveryState.Pending ? row.NextAttemptAt : null, row.Hold);
}
