using Broadsheet.Core;
using Broadsheet.Core.Notifications;
using NodaTime;
using NodaTime.Text;

namespace Broadsheet.Server.Notifications;

/// <summary>When somebody may be told, from complete choices.</summary>
internal sealed record NoticeTimes(QuietHours? Quiet, Digest Digest, DateTimeZone Zone)
{
    private static readonly LocalTimePattern Pattern = LocalTimePattern.CreateWithInvariantCulture("HH:mm");

    /// <param name="zone">Of the workspace: for choices that name none.</param>
    public static Result<NoticeTimes> Read(NotificationChoices choices, string zone)
    {
        var errors = new List<FieldError>();
        var quiet = choices.QuietHours is { } q ? new QuietHours(Time("quiet_hours.from", q.From, errors), Time("quiet_hours.to", q.To, errors)) : null;
        if (errors.Count == 0 && quiet is not null && quiet.From == quiet.To)
            errors.Add(new("quiet_hours.to", "empty", "Quiet hours end at another time than they begin; leave “quiet_hours” out for none."));
        var digest = new Digest(choices.Digest!.Every!.Value, Time("digest.at", choices.Digest.At!, errors));
        var known = DateTimeZoneProviders.Tzdb.GetZoneOrNull(choices.Timezone ?? zone);
        if (known is null) errors.Add(new("timezone", "unknown-timezone", "This is not an IANA time zone such as Europe/Warsaw.", null, Nearest.To(choices.Timezone!, DateTimeZoneProviders.Tzdb.Ids)));
        return errors.Count > 0 ? new Problem.Invalid(errors) : new NoticeTimes(quiet, digest, known!);
    }

    /// <summary>When a message that exists now may leave by itself.</summary>
    public Instant NotBefore(Instant now) => Quiet?.EndOf(now, Zone) ?? now;

    /// <summary>When it is told with others; null where each is told by itself.</summary>
    public Instant? Together(Instant now) => Digest.NextAfter(now, Zone) is { } at ? NotBefore(at) : null;

    private static LocalTime Time(string field, string text, List<FieldError> errors)
    {
        var read = Pattern.Parse(text);
        if (!read.Success) errors.Add(new(field, "bad-time", $"“{field}” is a time of day such as 08:00.", null, DigestChoice.Morning));
        return read.Success ? read.Value : default;
    }
}
