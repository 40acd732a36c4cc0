using Broadsheet.Server.Reports.Folder;

namespace Broadsheet.Server.Composition;

/// <summary>
/// The section "Broadsheet:Reports": a folder of report documents for the first workspace, or under the slug of each workspace one of its own.
/// </summary>
internal static class ReportFolderSetup
{
    private const string Section = "Broadsheet:Reports";

    public static void AddReportFolders(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(new ReportFolders([.. Read(configuration.GetSection(Section))]));
        services.AddScoped<LoadReports>().AddScoped<ReadFolder>();
        services.AddHostedService<FolderWatch>();
    }

    private static IEnumerable<ReportFolder> Read(IConfigurationSection section)
    {
        if (section.Value is { Length: > 0 } first) yield return Folder(null, first, "Broadsheet__Reports");
        foreach (var child in section.GetChildren().Where(c => !string.IsNullOrEmpty(c.Value))) yield return Folder(child.Key, child.Value!, $"Broadsheet__Reports__{child.Key}");
    }

    private static ReportFolder Folder(string? slug, string path, string setting) =>
        Directory.Exists(path) ? new(slug, Path.GetFullPath(path)) : throw new SettingsException($"{setting} names the folder “{path}”, which is not there. Make it, or mount it, before the start.");
}
