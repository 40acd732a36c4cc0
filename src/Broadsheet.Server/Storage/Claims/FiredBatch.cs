namespace Broadsheet.Server.Storage.Claims;

/// <summary>What one claim found and made.</summary>
/// <param name="Read">Schedules that were due.</param>
/// <param name="Runs">That now exist, skipped ones included.</param>
internal sealed record FiredBatch(int Read, IReadOnlyList<NewRun> Runs)
{
    /// <summary>Those of them that the node which fired holds already.</summary>
    public IReadOnlyList<HeldRun> Started { get; init; } = [];
}
