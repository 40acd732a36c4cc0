using Broadsheet.Core.Access;
using Broadsheet.Core.Notifications;
using Broadsheet.Core.Workspaces;
using Broadsheet.Server.Http;
using Broadsheet.Server.People;
using Broadsheet.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Server.Notifications;

/// <summary>
/// Tells whoever wants to know, each by the channels of their choice: writes lines of the ledger into the caller's unit of work, so
/// that what happened and its messages are saved together. A channel that does not reach somebody any more is left out.
/// </summary>
internal sealed class TellPeople(AppDb db, Clock clock, NoticeRoutes routes, NoticeRows rows, PublicAddress address)
{
    /// <summary>Whether somebody wants to know of an event of one owner's schedules: saves composing what nobody reads.</summary>
    public async Task<bool> AnybodyAsync(WorkspaceId workspace, PersonId owner, NoticeEvent told, CancellationToken ct)
    {
        var choices = await db.NotificationSettings.AsNoTracking().Where(s => s.WorkspaceId == workspace && (s.PersonId == owner || s.WatchesAll)).Select(s => new { s.PersonId, s.ChoicesJson }).ToListAsync(ct);
        return choices.Any(c => NotificationChoices.Read(c.ChoicesJson).Complete().ChannelsFor(told).Any())
            || (choices.TrueForAll(c => c.PersonId != owner) && new NotificationChoices().Complete().ChannelsFor(told).Any());
    }

    public async Task RunAsync(Notice notice, CancellationToken ct)
    {
        var audience = await AudienceAsync(notice, ct);
        if (audience.Count == 0) return;
        var zone = await db.Workspaces.Where(w => w.Id == notice.Workspace).Select(w => w.Timezone).SingleAsync(ct);
        foreach (var (person, choices) in audience)
        {
            var times = NoticeTimes.Read(choices, zone);
            foreach (var channel in choices.ChannelsFor(notice.Event))
            {
                var route = await routes.FindAsync(notice.Workspace, person, choices.Contacts!, channel, ct);
                if (route.IsOpen) Add(notice, person.Id, channel, route, times.IsOk ? times.Value : null);
            }
        }
    }

    private void Add(Notice notice, PersonId person, NoticeChannel channel, NoticeRoute route, NoticeTimes? times)
    {
        var now = clock.Now;
        if (channel is NoticeChannel.Email or NoticeChannel.Slack && times?.Together(now) is { } due)
        {
            db.DigestItems.Add(new DigestItemRow
            {
                WorkspaceId = notice.Workspace,
                Id = clock.NewId(),
                PersonId = person,
                Channel = channel,
                Event = notice.Event,
                Subject = notice.Text.Subject,
                Text = string.Join('\n', notice.Text.Parts.Take(1).SelectMany(p => p.Lines)),
                Link = address.Of(notice.Page).AbsoluteUri,
                CreatedAt = now,
                DueAt = due,
            });
            return;
        }

        var notBefore = channel == NoticeChannel.InApp ? now : times?.NotBefore(now) ?? now;
        db.Deliveries.Add(rows.Of(notice.Workspace, route, notice.Text, notice, notice.Page, notBefore));
    }

    private async Task<List<(PersonRow Person, NotificationChoices Choices)>> AudienceAsync(Notice notice, CancellationToken ct)
    {
        var settings = db.NotificationSettings.Where(s => s.WorkspaceId == notice.Workspace);
        var found = await (
            from m in db.Memberships.AsNoTracking()
            where m.WorkspaceId == notice.Workspace
            join p in db.People.AsNoTracking() on m.PersonId equals p.Id
            join s in settings.AsNoTracking() on p.Id equals s.PersonId into own
            from s in own.DefaultIfEmpty()
            where p.DisabledAt == null && (notice.Owner == null ? m.Role == Role.Admin : p.Id == notice.Owner || s.WatchesAll)
            select new { Person = p, Choices = s == null ? null : s.ChoicesJson }).ToListAsync(ct);
        return [.. found.Where(f => f.Person.Id != notice.Except)
            .Select(f => (f.Person, (f.Choices is null ? new NotificationChoices() : NotificationChoices.Read(f.Choices)).Complete()))];
    }
}
