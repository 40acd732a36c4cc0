using Broadsheet.Core;
using Broadsheet.Core.Access;
using Broadsheet.Core.Workspaces;

namespace Broadsheet.Server.People;

/// <summary>
/// In the caller's transaction: gives the schedules of a person in a workspace to <paramref name="to"/>, or, where that is null, pauses
/// them with the reason. The answer is how many. Schedules know people, not the other way round.
/// </summary>
internal delegate Task<Result<int>> HandOver(Actor actor, WorkspaceId workspace, PersonId from, PersonId? to, string reason, CancellationToken ct);
