using Broadsheet.Core.Access;
using Broadsheet.Core.Workspaces;
using Broadsheet.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Server.Schedules;

/// <summary>A schedule with what its rows elsewhere say about it.</summary>
internal sealed record ScheduleView
{
    public required ScheduleRow Row { get; init; }
    public required string ReportType { get; init; }
    public required string ReportTitle { get; init; }
    public required string OwnerName { get; init; }
    public required string OwnerEmail { get; init; }

    /// <summary>All of a workspace, to be filtered further.</summary>
    public static IQueryable<ScheduleView> In(AppDb db, WorkspaceId workspace) =>
        from s in db.Schedules.AsNoTracking()
        where s.WorkspaceId == workspace
        join t in db.Templates on new { s.WorkspaceId, Id = s.TemplateId } equals new { t.WorkspaceId, t.Id }
        join p in db.People on s.OwnerId equals p.Id
        select new ScheduleView { Row = s, ReportType = t.ReportType, ReportTitle = t.Title, OwnerName = p.Name, OwnerEmail = p.Email };

    /// <summary>Null when allowed: a schedule of somebody else is an administrator's to change.</summary>
    public static Core.Problem? Refuse(Actor actor, ScheduleRow row) =>
        actor.Refuse(row.OwnerId == actor.Person ? Permission.Schedule : Permission.ScheduleOfOthers);
}
