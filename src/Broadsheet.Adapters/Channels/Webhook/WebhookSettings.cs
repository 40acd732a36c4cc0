using Broadsheet.Core.Ports;

namespace Broadsheet.Adapters.Channels.Webhook;

/// <summary>What a webhook destination and its connection may say.</summary>
internal static class WebhookSettings
{
    public static SettingsSchema Destination { get; } = new(
    [
        new("url", SettingKind.Text, "Where to post") { Required = true, BindsSecrets = true, Example = "https://example.com/hooks/reports" },
        new("secret", SettingKind.Text, "The key that signs each message, whsec_…; the connection's where absent") { Secret = true, MaxLength = 200 },
        new("send", SettingKind.Choice, "The run with links to its files, or the file itself") { Choices = ["links", "file"], Default = "links" },
        new("subject", SettingKind.Text, "The subject in the data, with {{placeholders}}") { MaxLength = 500, Example = "Quality, {{period}}" },
        new("text", SettingKind.MultilineText, "The text above the report's summary, with {{placeholders}}") { MaxLength = 20_000 },
    ]);

    public static SettingsSchema Connection { get; } = new(
    [
        new("secret", SettingKind.Text, "The key that signs each message, whsec_…") { Required = true, Secret = true, MaxLength = 200 },
    ]);
}
