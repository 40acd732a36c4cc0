using System.Text.RegularExpressions;
using Broadsheet.Core.Workspaces;
using Broadsheet.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Server.Reports;

/// <summary>
/// Finds the reports that read a source, by their text: a line with “source:” and the name counts, wherever it stands. Rather one
/// too many than one that fails at night.
/// </summary>
internal sealed class FindReportsReading(AppDb db)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    public async Task<IReadOnlyList<string>> RunAsync(WorkspaceId workspace, string source, CancellationToken ct)
    {
        var line = new Regex(@"\bsource\s*:.*(?<![\w.-])" + Regex.Escape(source) + @"(?![\w.-])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, Patience);
        var users = new List<string>();
        var templates = db.Templates.AsNoTracking().Where(t => t.WorkspaceId == workspace).OrderBy(t => t.ReportType).Select(t => new { t.ReportType, t.Text });
        await foreach (var template in templates.AsAsyncEnumerable().WithCancellation(ct))
        {
            if (line.IsMatch(template.Text)) users.Add(template.ReportType);
        }

        return users;
    }
}
