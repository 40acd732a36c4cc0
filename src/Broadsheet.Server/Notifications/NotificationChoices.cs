using System.Text.Json;
using Broadsheet.Core.Notifications;
using Broadsheet.Server.Http;

namespace Broadsheet.Server.Notifications;

/// <summary>What somebody wants to be told, and how. What a request leaves out is as by default.</summary>
internal sealed record NotificationChoices
{
    public EventChoices? Events { get; init; }

    /// <summary>Whose schedules: the caller's own, or all of the workspace. Waiting approvals come to every admin.</summary>
    public WatchedSchedules? Schedules { get; init; }

    /// <summary>When e-mail, Slack and SMS wait; absent or null for never.</summary>
    public QuietHoursChoice? QuietHours { get; init; }
    public DigestChoice? Digest { get; init; }

    /// <summary>Of quiet hours and digest, an IANA zone; the workspace's where absent.</summary>
    public string? Timezone { get; init; }
    public NoticeContacts? Contacts { get; init; }

    public static NotificationChoices Read(string json) => JsonSerializer.Deserialize<NotificationChoices>(json, Wire.Json)!;

    /// <summary>The same with every default written out.</summary>
    public NotificationChoices Complete() => this with
    {
        Events = (Events ?? new()).Complete(),
        Schedules = Schedules ?? WatchedSchedules.Mine,
        Digest = new() { Every = Digest?.Every ?? DigestRhythm.Off, At = Digest?.At ?? DigestChoice.Morning },
        Contacts = Contacts ?? new(),
    };

    /// <summary>Of complete choices.</summary>
    public IEnumerable<NoticeChannel> ChannelsFor(NoticeEvent told) => Events!.Of(told)!.Chosen;
}

/// <summary>Which schedules somebody is told of.</summary>
internal enum WatchedSchedules
{
    Mine,
    All,
}

/// <summary>Times of day as 22:00; over midnight where <see cref="From"/> is the later.</summary>
internal sealed record QuietHoursChoice
{
    public required string From { get; init; }
    public required string To { get; init; }
}

/// <summary>E-mail and Slack told together, hourly or daily <see cref="At"/> a time such as 08:00. SMS and the inbox are not held back.</summary>
internal sealed record DigestChoice
{
    public const string Morning = "08:00";

    public DigestRhythm? Every { get; init; }
    public string? At { get; init; }
}

/// <summary>Where to reach somebody beside their e-mail address.</summary>
internal sealed record NoticeContacts
{
    /// <summary>A member ID of Slack (U…) or a channel's.</summary>
    public string? Slack { get; init; }

    /// <summary>With country code.</summary>
    public string? Phone { get; init; }
}
