using Broadsheet.Core;
using Broadsheet.Core.Access;
using Broadsheet.Core.Workspaces;
using Broadsheet.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Server.People;

/// <summary>What holds for the roles of people in a workspace.</summary>
internal static class MemberRoles
{
    public static FieldError? Refuse(Role role) =>
        role == Role.Worker ? new("role", "role-for-keys", "“worker” is a role for API keys; a person is viewer, editor, admin or auditor.") : null;

    /// <summary>
    /// Keeps everybody else from changing the members until the caller's transaction ends, so that counting admins and taking one
    /// away is one step.
    /// </summary>
    public static Task LockAsync(AppDb db, WorkspaceId workspace, CancellationToken ct) =>
        db.Workspaces.Where(w => w.Id == workspace).ExecuteUpdateAsync(s => s.SetProperty(w => w.Slug, w => w.Slug), ct);

    /// <summary>Null when somebody else is admin too.</summary>
    public static async Task<Problem?> RefuseLastAdminAsync(AppDb db, WorkspaceId workspace, PersonId person, CancellationToken ct)
    {
        var others = from member in db.Memberships
                     where member.WorkspaceId == workspace && member.PersonId != person && member.Role == Role.Admin && member.DisabledAt == null
                     join account in db.People on member.PersonId equals account.Id
                     where account.DisabledAt == null
                     select member;
        return await others.AnyAsync(ct) ? null : new Problem.Conflict("last-admin", "This is the last admin of the workspace; make somebody else admin first.");
    }
}
