using System.Security.Cryptography;
using System.Text;
using Broadsheet.Core.Access;
using Broadsheet.Core.Reports;
using Broadsheet.Core.Workspaces;
using Broadsheet.Server.Http;
using Broadsheet.Server.Reports.Rendering;
using NodaTime.Text;

namespace Broadsheet.Server.Runs.Sharing;

/// <summary>
/// Equal for runs whose files cannot differ: the same slot, report version, resolved filters, formats, zone and rights. What the
/// locale is says the report's version.
/// </summary>
internal readonly record struct RenderKey(WorkspaceId Workspace, string Hash)
{
    /// <param name="filters">Resolved.</param>
    /// <param name="rights">Of the runs' owners: who may see what decides with.</param>
    public static RenderKey Of(WorkspaceId workspace, TemplateId report, RenderRequest request, System.Text.Json.Nodes.JsonObject filters, Role rights)
    {
        string[] parts =
        [
            report.ToString(), request.Version, InstantPattern.ExtendedIso.Format(request.Slot), request.Zone.Id, request.WeekStart.ToString(),
            string.Join(',', request.Formats.Order(StringComparer.Ordinal)), rights.ToString(), Wire.Text(filters),
        ];
        return new(workspace, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts)))));
    }
}
