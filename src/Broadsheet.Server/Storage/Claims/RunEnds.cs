using Broadsheet.Core.Runs;
using Broadsheet.Core.Schedules;
using Broadsheet.Core.Workspaces;
using NodaTime;

namespace Broadsheet.Server.Storage.Claims;

/// <summary>Records how runs ended, one or many in one statement.</summary>
internal sealed class RunEnds(AppDb db)
{
    /// <returns>The ids of those that were held under their token, and so have ended now.</returns>
    public Task<HashSet<Guid>> RecordAsync(IReadOnlyList<RunEnd> ends, Instant now, CancellationToken ct) => db.Dialect.EndRunsAsync(db, ends, now, ct);

    /// <summary>Tells schedules how their runs ended; one that knows already, run after run that went well, is not written again.</summary>
    public Task TellAsync(IReadOnlyList<(WorkspaceId Workspace, ScheduleId Schedule, RunState State)> outcomes, CancellationToken ct) =>
        db.Dialect.TellSchedulesAsync(db, outcomes, ct);
}
