using Broadsheet.Core.Ports;

namespace Broadsheet.Adapters.Channels.S3;

/// <summary>What an S3 destination and its connection may say.</summary>
internal static class S3Settings
{
    public static SettingsSchema Destination { get; } = new(
    [
        new("key", SettingKind.Text, "Where in the bucket, with {{placeholders}}; {{file_name}} is the file's name")
            { MaxLength = 500, Default = "{{report_type}}/{{run_id}}/{{file_name}}", Example = "quality/{{scheduled_for}}/{{file_name}}" },
    ]);

    public static SettingsSchema Connection { get; } = new(
    [
        new("endpoint", SettingKind.Text, "The server's URL; Amazon's own where absent") { BindsSecrets = true, Example = "https://s3.example.com" },
        new("region", SettingKind.Text, "The region") { MaxLength = 50, Default = "us-east-1", BindsSecrets = true },
        new("bucket", SettingKind.Text, "The bucket") { Required = true, MaxLength = 63, BindsSecrets = true, Example = "reports" },
        new("access_key", SettingKind.Text, "The access key's id") { Required = true, MaxLength = 200, BindsSecrets = true },
        new("secret_key", SettingKind.Text, "The access key's secret") { Required = true, Secret = true, MaxLength = 500 },
        new("path_style", SettingKind.Boolean, "Whether the bucket is in the path rather than in the host's name; most servers other than Amazon's want it") { Default = "true" },
    ]);
}
