using Broadsheet.Core;
using Broadsheet.Core.Access;
using Broadsheet.Core.Deliveries;
using Broadsheet.Core.Notifications;
using Broadsheet.Core.Workspaces;
using Broadsheet.Server.Deliveries;
using Broadsheet.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Server.Notifications;

/// <summary>Absent: every channel.</summary>
internal sealed record TestNotificationRequest
{
    public NoticeChannel? Channel { get; init; }
}

/// <summary>What became of a test, channel by channel.</summary>
internal sealed record TestNotificationWire(IReadOnlyList<TestedChannel> Channels);

/// <summary><paramref name="Status"/> is sent, failed, unknown, pending (it was not answered in time) or unavailable; <paramref name="Why"/> says why it is not sent.</summary>
internal sealed record TestedChannel(NoticeChannel Channel, string Status, string? Address, string? Why);

/// <summary>Sends the caller a test by the ways their messages go, quiet hours or not, and waits a little to say how it went.</summary>
internal sealed class TestNotification(AppDb db, Clock clock, NoticeRoutes routes, NoticeRows rows, WorkToSend bell)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    public async Task<Result<TestNotificationWire>> RunAsync(Actor actor, TestNotificationRequest request, CancellationToken ct)
    {
        if (actor.Refuse(Permission.See) is { } refused) return refused;
        var person = await db.People.AsNoTracking().SingleAsync(p => p.Id == actor.Person, ct);
        var stored = await db.NotificationSettings.AsNoTracking().Where(s => s.WorkspaceId == actor.Workspace && s.PersonId == actor.Person).Select(s => s.ChoicesJson).SingleOrDefaultAsync(ct);
        var contacts = (stored is null ? new NotificationChoices() : NotificationChoices.Read(stored)).Complete().Contacts!;
        var found = new List<(NoticeChannel Channel, NoticeRoute Route, DeliveryRow? Row)>();
        foreach (var channel in request.Channel is { } one ? [one] : Enum.GetValues<NoticeChannel>())
        {
            var route = await routes.FindAsync(actor.Workspace, person, contacts, channel, ct);
            var row = route.IsOpen ? rows.Of(actor.Workspace, route, Text(), null, "/settings/notifications", clock.Now) : null;
            if (row is not null) db.Deliveries.Add(row);
            found.Add((channel, route, row));
        }

        await db.SaveChangesAsync(ct);
        db.ChangeTracker.Clear();
        bell(actor.Workspace);
        var ends = await EndsAsync(actor, [.. found.Where(f => f.Row is not null).Select(f => f.Row!.Id)], ct);
        return new TestNotificationWire([.. found.Select(f => f.Row is null
            ? new TestedChannel(f.Channel, "unavailable", null, f.Route.Why)
            : Tested(f.Channel, ends[f.Row.Id]))]);
    }

    private static TestedChannel Tested(NoticeChannel channel, DeliveryRow row) =>
        new(channel, Word<DeliveryState>.Of(row.Status == DeliveryState.Sending ? DeliveryState.Pending : row.Status), row.Recipient, row.Error);

    private static NoticeText Text() => new("[Test] This is how Broadsheet tells you",
    [
        new("What happened", ["You asked for a test. Nothing is wrong."]),
        new("What to do", ["Nothing. When a schedule fails, is late, or recovers, a message like this says what happened, who did not get what, what is safe, and what to do."]),
    ]);

    private async Task<Dictionary<DeliveryId, DeliveryRow>> EndsAsync(Actor actor, List<DeliveryId> ids, CancellationToken ct)
    {
        for (var began = clock.Time.GetTimestamp(); ;)
        {
            var seen = await db.Deliveries.AsNoTracking().Where(d => d.WorkspaceId == actor.Workspace && ids.Contains(d.Id)).ToDictionaryAsync(d => d.Id, ct);
            var open = seen.Values.Any(d => d.Status == DeliveryState.Sending || (d.Status == DeliveryState.Pending && d.Attempts == 0));
            if (!open || clock.Time.GetElapsedTime(began) > Patience) return seen;
            await Task.Delay(Look, clock.Time, ct);
        }
    }
}

/// <summary>Rouses who sends: there is something in the ledger of a workspace.</summary>
internal delegate void WorkToSend(WorkspaceId workspace);
