using Broadsheet.Core.Runs;

namespace Broadsheet.Server.Storage.Claims;

/// <summary>How a run that a node holds ends.</summary>
internal sealed record RunEnd(HeldRun Held, RunState State, string? Reason, string? Error);
