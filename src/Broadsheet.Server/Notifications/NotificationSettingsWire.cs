using System.Text.Json.Serialization;
using Broadsheet.Core.Notifications;
using Broadsheet.Server.Http;

namespace Broadsheet.Server.Notifications;

/// <summary>The caller's settings, complete, and which channels there are for them.</summary>
internal sealed record NotificationSettingsWire
{
    public required EventChoices Events { get; init; }
    public required WatchedSchedules Schedules { get; init; }

    /// <summary>Null for none.</summary>
    public required QuietHoursChoice? QuietHours { get; init; }
    public required DigestChoice Digest { get; init; }

    /// <summary>Null for the workspace's.</summary>
    public required string? Timezone { get; init; }
    public required NoticeContacts Contacts { get; init; }

    /// <summary>Which of them reach the caller as the workspace is set up now.</summary>
    [ChangesByItself]
    public required ChannelRoutesWire Channels { get; init; }

    /// <summary>0 while nothing was ever saved.</summary>
    public required int Version { get; init; }

    public static NotificationSettingsWire Of(NotificationChoices choices, int version, IReadOnlyDictionary<NoticeChannel, NoticeRoute> routes) => new()
    {
        Events = choices.Events!,
        Schedules = choices.Schedules!.Value,
        QuietHours = choices.QuietHours,
        Digest = choices.Digest!,
        Timezone = choices.Timezone,
        Contacts = choices.Contacts!,
        Channels = new(ChannelRouteWire.Of(routes[NoticeChannel.Email]), ChannelRouteWire.Of(routes[NoticeChannel.InApp]),
            ChannelRouteWire.Of(routes[NoticeChannel.Slack]), ChannelRouteWire.Of(routes[NoticeChannel.Sms])),
        Version = version,
    };
}

/// <summary>Which channels reach the caller.</summary>
internal sealed record ChannelRoutesWire(ChannelRouteWire Email, [property: JsonPropertyName("in_app")] ChannelRouteWire InApp, ChannelRouteWire Slack, ChannelRouteWire Sms);

/// <summary>Whether a channel reaches the caller, at which address; if not, why and on which page it is mended.</summary>
internal sealed record ChannelRouteWire(bool Available, string? Address, string? Why, string? Page, string? Note)
{
    public static ChannelRouteWire Of(NoticeRoute route) => new(route.IsOpen, route.Recipient, route.Why, route.Page, route.Note);
}
