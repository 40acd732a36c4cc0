using Broadsheet.Core;
using Broadsheet.Core.Access;
using Broadsheet.Server.Deliveries;
using Broadsheet.Server.Http;
using Broadsheet.Server.Storage;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Server.Notifications;

/// <summary>What narrows the inbox: <c>unread=true</c>, or false for what was read.</summary>
internal sealed record NotificationFilter([FromQuery(Name = "unread")] string? Unread);

/// <summary>The caller's own inbox, newest first. Nobody reads another's, whatever their role.</summary>
internal sealed class ReadNotifications(AppDb db)
{
    public async Task<Result<Page<NotificationWire>>> RunAsync(Actor actor, PageQuery page, NotificationFilter filter, CancellationToken ct)
    {
        if (actor.Refuse(Permission.See) is { } refused) return refused;
        var read = page.Read();
        var errors = read.Problem is Problem.Invalid invalid ? [.. invalid.Errors] : new List<FieldError>();
        var rows = db.InboxItems.AsNoTracking().Where(i => i.WorkspaceId == actor.Workspace && i.PersonId == actor.Person);
        if (bool.TryParse(filter.Unread, out var unread)) rows = rows.Where(i => (i.ReadAt == null) == unread);
        else if (filter.Unread is not null) errors.Add(new("unread", "wrong-type", "“unread” is true or false."));
        if (errors.Count > 0) return new Problem.Invalid(errors);
        var before = read.Value.Before;
        var found = await rows.Where(i => i.Id < before).OrderByDescending(i => i.Id).Take(read.Value.Limit + 1).ToListAsync(ct);
        var wires = (await WiresAsync(actor, found, ct)).ToDictionary(w => w.Id);
        return Page<NotificationWire>.Of(found, read.Value.Limit, i => i.Id, i => wires[i.Id]);
    }

    public async Task<Result<NotificationWire>> OneAsync(Actor actor, Guid id, CancellationToken ct)
    {
        if (actor.Refuse(Permission.See) is { } refused) return refused;
        var row = await db.InboxItems.AsNoTracking().SingleOrDefaultAsync(i => i.WorkspaceId == actor.Workspace && i.PersonId == actor.Person && i.Id == id, ct);
        return row is null ? new Problem.NotFound("notification") : (await WiresAsync(actor, [row], ct))[0];
    }

    private async Task<List<NotificationWire>> WiresAsync(Actor actor, List<InboxItemRow> items, CancellationToken ct)
    {
        var ids = items.Where(i => i.RunId is not null).Select(i => i.RunId!.Value).Distinct().ToList();
        var runs = await db.Runs.AsNoTracking().Where(r => r.WorkspaceId == actor.Workspace && ids.Contains(r.Id)).ToDictionaryAsync(r => r.Id, ct);
        var files = (await db.Artifacts.AsNoTracking().Where(a => a.WorkspaceId == actor.Workspace && ids.Contains(a.RunId)).OrderBy(a => a.Id).ToListAsync(ct)).ToLookup(a => a.RunId);
        var deliveries = items.ConvertAll(i => i.DeliveryId);
        var messages = await db.Deliveries.AsNoTracking().Where(d => d.WorkspaceId == actor.Workspace && deliveries.Contains(d.Id)).Select(d => new { d.Id, d.MessageJson }).ToDictionaryAsync(d => d.Id, d => d.MessageJson, ct);
        return items.ConvertAll(i => i.RunId is { } run ? NotificationWire.Of(i, runs.GetValueOrDefault(run), files[run].Where(f => Own(messages.GetValueOrDefault(i.DeliveryId), f))) : NotificationWire.Of(i, null, []));
    }

    /// <summary>The message's own files: a run that is for each of several has others' too.</summary>
    private static bool Own(string? message, Artifacts.ArtifactRow file) =>
        message is not null && Wire.Object(message)["facts"]?["files"]?.AsArray().Any(f => f!["id"]!.GetValue<string>() == file.Id.ToString()) == true;
}
