namespace Broadsheet.Server.Storage.Claims;

/// <summary>What one claim found and made. <paramref name="Read"/> counts schedules that were due; <paramref name="Last"/> is where the next claim of a drain goes on.</summary>
internal sealed record FiredBatch(int Read, IReadOnlyList<NewRun> Runs, SlotCursor Last);
