using Broadsheet.Core.Ports;

namespace Broadsheet.Adapters.Channels.Slack;

/// <summary>What a Slack destination and its connection may say.</summary>
internal static class SlackSettings
{
    public static SettingsSchema Destination { get; } = new(
    [
        new("channel", SettingKind.Text, "The channel, by its ID or name; needs a connection with an app's token") { MaxLength = 100, Example = "C0123456789" },
        new("webhook_url", SettingKind.Text, "An incoming webhook's URL, instead of a channel: text and link, no files")
            { Secret = true, Example = "https://hooks.slack.com/services/T000/B000/XXXX" },
        new("subject", SettingKind.Text, "The first line, with {{placeholders}}") { MaxLength = 300, Example = "Quality, {{period}}" },
        new("text", SettingKind.MultilineText, "The text above the report's summary, with {{placeholders}}") { MaxLength = 3_000 },
    ]);

    public static SettingsSchema Connection { get; } = new(
    [
        new("token", SettingKind.Text, "An app's bot token (chat:write, files:write)") { Required = true, Secret = true, MaxLength = 500, Example = "xoxb-…" },
    ]);
}
