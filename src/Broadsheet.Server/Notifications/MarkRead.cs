using Broadsheet.Core;
using Broadsheet.Core.Access;
using Broadsheet.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Server.Notifications;

/// <summary>Marks one of the caller's own messages as read. Again changes nothing.</summary>
internal sealed class MarkRead(AppDb db, Clock clock, ReadNotifications read)
{
    public async Task<Result<NotificationWire>> RunAsync(Actor actor, Guid id, CancellationToken ct)
    {
        if (actor.Refuse(Permission.See) is { } refused) return refused;
        var now = clock.Now;
        await db.InboxItems.Where(i => i.WorkspaceId == actor.Workspace && i.PersonId == actor.Person && i.Id == id && i.ReadAt == null)
            .ExecuteUpdateAsync(s => s.SetProperty(i => i.ReadAt, now), ct);
        return await read.OneAsync(actor, id, ct);
    }
}
