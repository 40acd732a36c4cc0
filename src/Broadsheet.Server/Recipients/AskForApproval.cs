using Broadsheet.Core.Access;
using Broadsheet.Core.Deliveries;
using Broadsheet.Core.Notifications;
using Broadsheet.Core.Schedules;
using Broadsheet.Core.Workspaces;
using Broadsheet.Server.Notifications;
using Broadsheet.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Server.Recipients;

/// <summary>Puts addresses outside of the allowed domains before the administrators, each once. Saves by itself; a second asker changes nothing.</summary>
internal sealed class AskForApproval(AppDb db, Clock clock, RecipientRules rules, TellPeople tell, WorkToSend bell)
{
    /// <summary>Where an admin decides.</summary>
    private const string Page = "/admin/recipients";

    /// <param name="by">Who wants to send there; null for a run.</param>
    public async Task RunAsync(WorkspaceId workspace, PersonId? by, ScheduleId? schedule, string scheduleName, IReadOnlyCollection<string> addresses, CancellationToken ct)
    {
        var outside = await rules.OutsideAsync(workspace, addresses, ct);
        var unknown = outside.Where(o => o.Value is null).Select(o => o.Key).ToList();
        if (unknown.Count == 0) return;
        foreach (var address in unknown)
        {
            db.Approvals.Add(new ApprovalRow
            {
                WorkspaceId = workspace, Id = clock.NewId(), Address = address, AddressKey = RecipientRules.Key(address), Status = ApprovalState.Waiting,
                AskedBy = by, AskedFor = scheduleName, AskedAt = clock.Now,
            });
        }

        await tell.RunAsync(
            new Notice
            {
                Workspace = workspace,
                Event = NoticeEvent.Approval,
                Schedule = schedule,
                Page = Page,
                Text = new($"{(unknown.Count == 1 ? "A recipient waits" : $"{unknown.Count} recipients wait")} for your approval",
                [
                    new("What happened", [$"The schedule “{scheduleName}” is to send outside of the workspace’s allowed domains:", .. unknown]),
                    new("What is safe", ["Nothing is sent there before an admin approves it. Everybody else gets the report."]),
                    new("What to do", ["Approve or refuse each address on the page “Recipients”. What was kept back is sent at once when you approve."]),
                ]),
            },
            ct);
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException e) when (db.Dialect.IsUniqueViolation(e))
        {
            // Somebody has just asked for the same address.
        }

        db.ChangeTracker.Clear();
        bell(workspace);
    }
}
