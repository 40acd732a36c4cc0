namespace Broadsheet.Core.Notifications;

/// <summary>How a person is told.</summary>
public enum NoticeChannel
{
    /// <summary>At the address they sign in with.</summary>
    Email,

    /// <summary>In the inbox of the app: at once, whatever the quiet hours.</summary>
    InApp,

    Slack,

    Sms,
}
