using System.Text.Json;
using System.Text.Json.Nodes;
using Broadsheet.Core;
using Broadsheet.Core.Access;
using Broadsheet.Core.Notifications;
using Broadsheet.Server.Audit;
using Broadsheet.Server.Http;
using Broadsheet.Server.People;
using Broadsheet.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Server.Notifications;

/// <summary>Replaces the caller's own settings. A channel that does not reach them cannot be switched on; one that was on before stays.</summary>
internal sealed class SaveNotificationSettings(AppDb db, Clock clock, NoticeRoutes routes, ReadNotificationSettings read, AuditLog audit)
{
    public async Task<Result<NotificationSettingsWire>> RunAsync(Actor actor, NotificationChoices given, string? ifMatch, CancellationToken ct)
    {
        if (actor.Refuse(Permission.See) is { } refused) return refused;
        var row = await db.NotificationSettings.SingleOrDefaultAsync(s => s.WorkspaceId == actor.Workspace && s.PersonId == actor.Person, ct);
        if (!ETags.Matches(ifMatch, row?.Version ?? 0)) return new Problem.Stale("notification settings");
        var person = await db.People.AsNoTracking().SingleAsync(p => p.Id == actor.Person, ct);
        var choices = Trimmed(given).Complete();
        var before = (row is null ? new NotificationChoices() : NotificationChoices.Read(row.ChoicesJson)).Complete();
        var errors = await CheckAsync(actor, person, choices, before, ct);
        if (errors.Count > 0) return new Problem.Invalid(errors);
        var json = JsonSerializer.Serialize(choices, Wire.Json);
        if (row is null)
        {
            row = new() { WorkspaceId = actor.Workspace, PersonId = actor.Person, ChoicesJson = json, WatchesAll = choices.Schedules == WatchedSchedules.All, UpdatedAt = clock.Now };
            db.NotificationSettings.Add(row);
        }
        else
        {
            (row.ChoicesJson, row.WatchesAll, row.UpdatedAt) = (json, choices.Schedules == WatchedSchedules.All, clock.Now);
            row.Version++;
        }

        audit.Add(actor, "notification_settings.edited", "person", actor.Person, person.Name, Shown(before), Shown(choices));
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException e) when (e is DbUpdateConcurrencyException || db.Dialect.IsUniqueViolation(e))
        {
            return new Problem.Stale("notification settings");
        }

        return await read.WireAsync(actor, person, row, ct);
    }

    /// <summary>Of somebody's own number and Slack account only whether there is one: the log has other readers.</summary>
    private static JsonObject Shown(NotificationChoices choices)
    {
        var shown = JsonSerializer.SerializeToNode(choices with { Contacts = null }, Wire.Json)!.AsObject();
        shown["contacts"] = new JsonObject { ["slack"] = choices.Contacts?.Slack is not null, ["phone"] = choices.Contacts?.Phone is not null };
        return shown;
    }

    private static NotificationChoices Trimmed(NotificationChoices given) => given with
    {
        Contacts = given.Contacts is { } c ? new() { Slack = Text(c.Slack), Phone = Text(c.Phone)?.Replace(" ", "", StringComparison.Ordinal) } : null,
    };

    private static string? Text(string? given) => string.IsNullOrWhiteSpace(given) ? null : given.Trim();

    private async Task<List<FieldError>> CheckAsync(Actor actor, PersonRow person, NotificationChoices choices, NotificationChoices before, CancellationToken ct)
    {
        var zone = await db.Workspaces.Where(w => w.Id == actor.Workspace).Select(w => w.Timezone).SingleAsync(ct);
        var errors = new List<FieldError>();
        if (NoticeTimes.Read(choices, zone).Problem is Problem.Invalid invalid) errors.AddRange(invalid.Errors);
        if (routes.Wrong("sms", "to", choices.Contacts!.Phone) is { } phone) errors.Add(new("contacts.phone", "bad-number", phone));
        if (routes.Wrong("slack", "channel", choices.Contacts.Slack) is { } slack) errors.Add(new("contacts.slack", "bad-contact", slack));
        foreach (var channel in Enum.GetValues<NoticeChannel>())
        {
            var route = await routes.FindAsync(actor.Workspace, person, choices.Contacts, channel, ct);
            if (route.IsOpen) continue;
            errors.AddRange(Enum.GetValues<NoticeEvent>().Where(e => choices.ChannelsFor(e).Contains(channel) && !before.ChannelsFor(e).Contains(channel))
                .Select(e => new FieldError($"events.{Word<NoticeEvent>.Of(e)}.{Word<NoticeChannel>.Of(channel)}", "channel-unavailable", route.Why ?? "This channel is not set up.")));
        }

        return errors;
    }
}
