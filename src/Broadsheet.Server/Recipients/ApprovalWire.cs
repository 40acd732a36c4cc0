using Broadsheet.Core.Deliveries;
using NodaTime;

namespace Broadsheet.Server.Recipients;

/// <summary>A recipient outside of the allowed domains; <paramref name="AskedFor"/> is the schedule that first wanted to send there.</summary>
internal sealed record ApprovalWire(Guid Id, string Address, ApprovalState Status, string AskedFor, Instant AskedAt, Instant? DecidedAt)
{
    public static ApprovalWire Of(ApprovalRow row) => new(row.Id, row.Address, row.Status, row.AskedFor, row.AskedAt, row.DecidedAt);
}

/// <summary>A recipient who wants nothing: of one schedule or (null) all, for good or until an instant.</summary>
internal sealed record SuppressionWire(Guid Id, string Address, Guid? ScheduleId, Instant? Until, Instant CreatedAt)
{
    public static SuppressionWire Of(SuppressionRow row) => new(row.Id, row.Address, row.ScheduleId?.Value, row.Until, row.CreatedAt);
}
