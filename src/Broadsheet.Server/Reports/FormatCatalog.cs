using Broadsheet.Core.Ports;

namespace Broadsheet.Server.Reports;

/// <summary>The formats this server has, in the order of the composition's list.</summary>
internal sealed class FormatCatalog(IEnumerable<IReportFormat> formats)
{
    public IReadOnlyList<string> Names { get; } = [.. formats.Select(f => f.Name)];
}
