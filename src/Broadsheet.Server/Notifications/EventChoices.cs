using Broadsheet.Core.Notifications;

namespace Broadsheet.Server.Notifications;

/// <summary>The channels for each event.</summary>
internal sealed record EventChoices
{
    private static readonly ChannelChoices Told = new() { Email = true, InApp = true, Slack = false, Sms = false };
    private static readonly ChannelChoices Quiet = new() { Email = false, InApp = false, Slack = false, Sms = false };

    public ChannelChoices? Fails { get; init; }
    public ChannelChoices? Succeeds { get; init; }
    public ChannelChoices? Late { get; init; }
    public ChannelChoices? Missed { get; init; }
    public ChannelChoices? Recovers { get; init; }
    public ChannelChoices? Paused { get; init; }

    /// <summary>A recipient waits for approval; for admins.</summary>
    public ChannelChoices? Approval { get; init; }

    public ChannelChoices? Of(NoticeEvent told) => told switch
    {
        NoticeEvent.Fails => Fails,
        NoticeEvent.Succeeds => Succeeds,
        NoticeEvent.Late => Late,
        NoticeEvent.Missed => Missed,
        NoticeEvent.Recovers => Recovers,
        NoticeEvent.Paused => Paused,
        NoticeEvent.Approval => Approval,
    };

    /// <summary>Every success would be noise; everything else is told by e-mail and in the app.</summary>
    public EventChoices Complete() => new()
    {
        Fails = ChannelChoices.Over(Fails, Told),
        Succeeds = ChannelChoices.Over(Succeeds, Quiet),
        Late = ChannelChoices.Over(Late, Told),
        Missed = ChannelChoices.Over(Missed, Told),
        Recovers = ChannelChoices.Over(Recovers, Told),
        Paused = ChannelChoices.Over(Paused, Told),
        Approval = ChannelChoices.Over(Approval, Told),
    };
}

/// <summary>By which channels one event is told.</summary>
internal sealed record ChannelChoices
{
    public bool? Email { get; init; }
    public bool? InApp { get; init; }
    public bool? Slack { get; init; }
    public bool? Sms { get; init; }

    internal IEnumerable<NoticeChannel> Chosen => Enum.GetValues<NoticeChannel>().Where(c => Of(c) == true);

    public bool? Of(NoticeChannel channel) => channel switch
    {
        NoticeChannel.Email => Email,
        NoticeChannel.InApp => InApp,
        NoticeChannel.Slack => Slack,
        NoticeChannel.Sms => Sms,
    };

    internal static ChannelChoices Over(ChannelChoices? given, ChannelChoices otherwise) => new()
    {
        Email = given?.Email ?? otherwise.Email,
        InApp = given?.InApp ?? otherwise.InApp,
        Slack = given?.Slack ?? otherwise.Slack,
        Sms = given?.Sms ?? otherwise.Sms,
    };
}
