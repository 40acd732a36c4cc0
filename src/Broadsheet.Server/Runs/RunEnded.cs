using Broadsheet.Core.Runs;

namespace Broadsheet.Server.Runs;

/// <summary>Told once of each run that has ended for good, in the transaction that ends it: what belongs to it, its schedule above all, takes note.</summary>
internal delegate Task RunEnded(RunRow run, RunState state, string? error, CancellationToken ct);
