using Broadsheet.Core;
using Broadsheet.Core.Reports;

namespace Broadsheet.Server.Reports.Folder;

/// <summary>What became of one file when it was last looked at.</summary>
/// <param name="File">Its path below the folder, with forward slashes.</param>
/// <param name="Hash">SHA-256 of the text that was tried, in hex.</param>
/// <param name="Template">The report it is kept as; null while it has never been taken.</param>
/// <param name="Trouble">Why its newest text was not taken; the report stays as it was. Null when it was.</param>
internal sealed record FolderFile(string File, string Hash, TemplateId? Template, string? ReportType, Problem? Trouble);
