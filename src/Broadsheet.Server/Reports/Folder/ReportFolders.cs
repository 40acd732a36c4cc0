using System.Collections.Concurrent;
using Broadsheet.Core.Reports;
using Broadsheet.Core.Workspaces;

namespace Broadsheet.Server.Reports.Folder;

/// <summary>The folders of this deployment and what this node last saw in them. Thread-safe.</summary>
internal sealed class ReportFolders(IReadOnlyList<ReportFolder> all)
{
    private readonly ConcurrentDictionary<WorkspaceId, IReadOnlyList<FolderFile>> seen = new();

    public IReadOnlyList<ReportFolder> All => all;

    /// <summary>Null when the workspace has no folder, or it was not read yet.</summary>
    public IReadOnlyList<FolderFile>? FilesOf(WorkspaceId workspace) => seen.GetValueOrDefault(workspace);

    /// <summary>The file that a report is kept in; null when it is kept in the store.</summary>
    public string? FileOf(WorkspaceId workspace, TemplateId template) => FilesOf(workspace)?.FirstOrDefault(f => f.Template == template)?.File;

    public void Saw(WorkspaceId workspace, IReadOnlyList<FolderFile> files) => seen[workspace] = files;
}
