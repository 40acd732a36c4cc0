using Broadsheet.Core.Access;
using Broadsheet.Core.Workspaces;

namespace Broadsheet.Server.People;

/// <summary>The names of the schedules that run with a person's rights, in order. Schedules know people, not the other way round.</summary>
internal delegate Task<IReadOnlyList<string>> SchedulesOwnedBy(WorkspaceId workspace, PersonId person, CancellationToken ct);
