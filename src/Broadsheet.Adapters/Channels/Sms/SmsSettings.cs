using Broadsheet.Core.Ports;

namespace Broadsheet.Adapters.Channels.Sms;

/// <summary>What a text message's destination and its connection may say.</summary>
internal static class SmsSettings
{
    public static SettingsSchema Destination { get; } = new(
    [
        new("to", SettingKind.TextList, "Who gets it: numbers with country code") { Required = true, MaxLength = 40, Example = "+15551234567" },
        new("text", SettingKind.Text, "What it says before the link, with {{placeholders}}; the report's title where absent") { MaxLength = 300, Example = "Quality, {{period}}" },
    ]);

    public static SettingsSchema Connection { get; } = new(
    [
        new("account_sid", SettingKind.Text, "Twilio's Account SID") { Required = true, BindsSecrets = true, MaxLength = 34, Example = "AC00000000000000000000000000000000" },
        new("auth_token", SettingKind.Text, "Twilio's Auth Token") { Required = true, Secret = true, MaxLength = 200 },
        new("from", SettingKind.Text, "The sender: a number of yours, or a Messaging Service SID") { Required = true, MaxLength = 40, Example = "+15557654321" },
    ]);
}
