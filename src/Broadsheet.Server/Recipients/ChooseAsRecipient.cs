using Broadsheet.Core.Access;
using Broadsheet.Server.Audit;
using Broadsheet.Server.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Broadsheet.Server.Recipients;

/// <summary>Records what a recipient wants. The signed link is their right to it; the audit log says who did it.</summary>
internal sealed class ChooseAsRecipient(AppDb db, Clock clock, AuditLog audit)
{
    private static readonly Duration Week = Duration.FromDays(7);
    private static readonly Duration Month = Duration.FromDays(30);

    /// <param name="from">The network address, for the audit log.</param>
    public async Task RunAsync(KnownRecipient recipient, RecipientChoice choice, string from, CancellationToken ct)
    {
        var (now, key) = (clock.Now, RecipientRules.Key(recipient.Address));
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var all = choice is RecipientChoice.Resubscribe or RecipientChoice.UnsubscribeAll;
        await db.Suppressions.Where(s => s.WorkspaceId == recipient.Workspace && s.AddressKey == key && (s.ScheduleId == recipient.Schedule || (all && s.ScheduleId == null))).ExecuteDeleteAsync(ct);
        if (choice != RecipientChoice.Resubscribe)
        {
            db.Suppressions.Add(new SuppressionRow
            {
                WorkspaceId = recipient.Workspace,
                Id = clock.NewId(),
                Address = recipient.Address,
                AddressKey = key,
                ScheduleId = choice == RecipientChoice.UnsubscribeAll ? null : recipient.Schedule,
                Until = choice switch { RecipientChoice.SnoozeWeek => now + Week, RecipientChoice.SnoozeMonth => now + Month, _ => null },
                CreatedAt = now,
            });
        }

        audit.Add(Reader(recipient, from), "recipient." + Done(choice), "schedule", recipient.Schedule, await NameAsync(recipient, ct));
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>A recipient in the audit log: no person of this server, and no more than somebody who sees.</summary>
    public static Actor Reader(KnownRecipient recipient, string from) => new(recipient.Workspace, default, recipient.Address, Role.Viewer, from);

    private Task<string?> NameAsync(KnownRecipient recipient, CancellationToken ct) =>
        db.Schedules.Where(s => s.WorkspaceId == recipient.Workspace && s.Id == recipient.Schedule).Select(s => s.Name).SingleOrDefaultAsync(ct);

    private static string Done(RecipientChoice choice) => choice switch
    {
        RecipientChoice.SnoozeWeek or RecipientChoice.SnoozeMonth => "snoozed",
        RecipientChoice.Unsubscribe => "unsubscribed",
        RecipientChoice.UnsubscribeAll => "unsubscribed_from_all",
        RecipientChoice.Resubscribe => "resubscribed",
    };
}
