namespace Broadsheet.Server.Reports.Folder;

/// <summary>A folder of report documents, usually a checkout, that the deployment gives a workspace.</summary>
/// <param name="Slug">The workspace; null for the first one.</param>
/// <param name="Path">Absolute; it exists when the server starts.</param>
internal sealed record ReportFolder(string? Slug, string Path);
