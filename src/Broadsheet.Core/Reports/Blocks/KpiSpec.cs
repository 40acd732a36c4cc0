using Broadsheet.Core.Reports.Formatting;

namespace Broadsheet.Core.Reports.Blocks;

/// <summary>A tile as the document asks for it: <paramref name="Value"/> and <see cref="Before"/> are template expressions.</summary>
public sealed record KpiSpec(string Label, string Value)
{
    public CellFormat? Format { get; init; }

    /// <summary>The same figure of the period before; the tile shows the change.</summary>
    public string? Before { get; init; }

    /// <summary>Which way is good: colours the change. None leaves it grey.</summary>
    public Better Better { get; init; }

    /// <summary>A small line under the figure; placeholders were filled already.</summary>
    public string? Note { get; init; }
}
