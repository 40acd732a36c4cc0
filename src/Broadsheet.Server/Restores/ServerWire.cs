using NodaTime;

namespace Broadsheet.Server.Restores;

/// <summary>"running" or "restored", the latter with what waits for somebody's word.</summary>
internal sealed record ServerWire(string Status, RestoredWire? Restored)
{
    public static ServerWire Running { get; } = new("running", null);
}

/// <param name="WaitingRuns">Queued or half made at the time of the backup.</param>
/// <param name="WaitingDeliveries">Written to the ledger and not sent by then.</param>
/// <param name="DueSchedules">Whose next slot has gone by since.</param>
internal sealed record RestoredWire(Instant Since, string Why, int WaitingRuns, int WaitingDeliveries, int DueSchedules);
