using Broadsheet.Core.Ports;

namespace Broadsheet.Adapters.Channels.Folder;

/// <summary>What a folder destination may say.</summary>
internal static class FolderSettings
{
    public static SettingsSchema Destination(IReadOnlyList<FolderRoot> roots) => new(
    [
        new("folder", SettingKind.Text, "Which of the folders that the administrator allows")
            { MaxLength = 100, Default = roots.Count == 1 ? roots[0].Name : null, Required = true, Example = roots.Count > 0 ? roots[0].Name : "exports" },
        new("path", SettingKind.Text, "Where in it, with {{placeholders}}") { MaxLength = 500, Default = "", Example = "quality/{{report_type}}" },
    ]);
}
