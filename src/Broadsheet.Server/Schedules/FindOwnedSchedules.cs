using Broadsheet.Core.Access;
using Broadsheet.Core.Workspaces;
using Broadsheet.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Server.Schedules;

/// <summary>The names of the schedules that run with a person's rights.</summary>
internal sealed class FindOwnedSchedules(AppDb db)
{
    public async Task<IReadOnlyList<string>> RunAsync(WorkspaceId workspace, PersonId person, CancellationToken ct) =>
        await db.Schedules.Where(s => s.WorkspaceId == workspace && s.OwnerId == person).OrderBy(s => s.Name).Select(s => s.Name).ToListAsync(ct);
}
