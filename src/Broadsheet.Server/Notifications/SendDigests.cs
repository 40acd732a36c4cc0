using Broadsheet.Core.Access;
using Broadsheet.Core.Notifications;
using Broadsheet.Core.Workspaces;
using Broadsheet.Server.People;
using Broadsheet.Server.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Broadsheet.Server.Notifications;

/// <summary>Turns what waits for a digest into one message a person and channel, once its time has come.</summary>
internal sealed class SendDigests(AppDb db, NoticeRoutes routes, NoticeRows rows)
{
    private const int MostShown = 50;
    private const string Page = "/reports/history";

    /// <summary>How many digests were written to the ledger.</summary>
    public async Task<int> RunAsync(Instant now, CancellationToken ct)
    {
        var due = await db.DigestItems.AsNoTracking().Where(i => i.DueAt <= now).Select(i => new { i.WorkspaceId, i.PersonId, i.Channel }).Distinct()
            .OrderBy(i => i.WorkspaceId).ThenBy(i => i.PersonId).ThenBy(i => i.Channel).Take(200).ToListAsync(ct);
        var sent = 0;
        foreach (var one in due) sent += await OneAsync(one.WorkspaceId, one.PersonId, one.Channel, now, ct) ? 1 : 0;
        return sent;
    }

    /// <summary>False when another node was first.</summary>
    private async Task<bool> OneAsync(WorkspaceId workspace, PersonId person, NoticeChannel channel, Instant now, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var waiting = db.DigestItems.Where(i => i.WorkspaceId == workspace && i.PersonId == person && i.Channel == channel && i.DueAt <= now);
        var items = await waiting.AsNoTracking().OrderBy(i => i.Id).ToListAsync(ct);
        var ids = items.ConvertAll(i => i.Id);
        if (items.Count == 0 || await db.DigestItems.Where(i => i.WorkspaceId == workspace && ids.Contains(i.Id)).ExecuteDeleteAsync(ct) != items.Count) return false;
        if (await PersonAsync(workspace, person, ct) is { } to)
        {
            var choices = await db.NotificationSettings.AsNoTracking().Where(s => s.WorkspaceId == workspace && s.PersonId == person).Select(s => s.ChoicesJson).SingleOrDefaultAsync(ct);
            var contacts = (choices is null ? new NotificationChoices() : NotificationChoices.Read(choices)).Complete().Contacts!;
            var route = await routes.FindAsync(workspace, to, contacts, channel, ct);
            if (route.IsOpen) db.Deliveries.Add(rows.Of(workspace, route, Text(items), null, Page, now));
            await db.SaveChangesAsync(ct);
            db.ChangeTracker.Clear();
        }

        await transaction.CommitAsync(ct);
        return true;
    }

    private Task<PersonRow?> PersonAsync(WorkspaceId workspace, PersonId person, CancellationToken ct) =>
        db.People.AsNoTracking().Where(p => p.Id == person && p.DisabledAt == null && db.Memberships.Any(m => m.WorkspaceId == workspace && m.PersonId == person)).SingleOrDefaultAsync(ct);

    private static NoticeText Text(List<DigestItemRow> items)
    {
        var parts = items.Take(MostShown).Select(i => new NoticePart(i.Subject, [.. i.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries), i.Link])).ToList();
        if (items.Count > MostShown) parts.Add(new("And more", [$"{items.Count - MostShown} more are in the history."]));
        return new(items.Count == 1 ? items[0].Subject : $"{items.Count} messages about your schedules", parts);
    }
}
