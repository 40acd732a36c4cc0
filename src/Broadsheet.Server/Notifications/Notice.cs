using Broadsheet.Core.Access;
using Broadsheet.Core.Notifications;
using Broadsheet.Core.Runs;
using Broadsheet.Core.Schedules;
using Broadsheet.Core.Workspaces;

namespace Broadsheet.Server.Notifications;

/// <summary>Something that has happened and that people may want to know.</summary>
internal sealed record Notice
{
    public required WorkspaceId Workspace { get; init; }
    public required NoticeEvent Event { get; init; }

    /// <summary>Whose schedule it is; null for what concerns the administrators.</summary>
    public PersonId? Owner { get; init; }

    /// <summary>Who did it, and so knows.</summary>
    public PersonId? Except { get; init; }
    public ScheduleId? Schedule { get; init; }
    public RunId? Run { get; init; }
    public required NoticeText Text { get; init; }

    /// <summary>The page to look at, below this server's address.</summary>
    public required string Page { get; init; }
}
