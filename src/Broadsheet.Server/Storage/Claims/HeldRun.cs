using Broadsheet.Core.Reports;
using Broadsheet.Core.Runs;
using Broadsheet.Core.Schedules;
using Broadsheet.Core.Workspaces;

namespace Broadsheet.Server.Storage.Claims;

/// <summary>A run this node holds. Node and attempt are the fencing token: in the WHERE of every write for it.</summary>
internal sealed record HeldRun(WorkspaceId Workspace, RunId Id, Guid Node, int Attempt)
{
    /// <summary>The report it makes.</summary>
    public TemplateId Template { get; init; }

    /// <summary>The schedule it is of; null for one by hand without.</summary>
    public ScheduleId? Schedule { get; init; }
}
