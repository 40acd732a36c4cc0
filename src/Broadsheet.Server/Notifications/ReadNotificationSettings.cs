using Broadsheet.Core;
using Broadsheet.Core.Access;
using Broadsheet.Core.Notifications;
using Broadsheet.Server.People;
using Broadsheet.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Server.Notifications;

/// <summary>The caller's own settings. Nobody reads another's.</summary>
internal sealed class ReadNotificationSettings(AppDb db, NoticeRoutes routes)
{
    public async Task<Result<NotificationSettingsWire>> RunAsync(Actor actor, CancellationToken ct)
    {
        if (actor.Refuse(Permission.See) is { } refused) return refused;
        var row = await db.NotificationSettings.AsNoTracking().SingleOrDefaultAsync(s => s.WorkspaceId == actor.Workspace && s.PersonId == actor.Person, ct);
        var person = await db.People.AsNoTracking().SingleAsync(p => p.Id == actor.Person, ct);
        return await WireAsync(actor, person, row, ct);
    }

    public async Task<NotificationSettingsWire> WireAsync(Actor actor, PersonRow person, NotificationSettingsRow? row, CancellationToken ct)
    {
        var choices = (row is null ? new NotificationChoices() : NotificationChoices.Read(row.ChoicesJson)).Complete();
        var found = new Dictionary<NoticeChannel, NoticeRoute>();
        foreach (var channel in Enum.GetValues<NoticeChannel>()) found[channel] = await routes.FindAsync(actor.Workspace, person, choices.Contacts!, channel, ct);
        return NotificationSettingsWire.Of(choices, row?.Version ?? 0, found);
    }
}
