namespace Broadsheet.Core.Reports.Blocks;

/// <summary>
/// A run of text in one style. <c>\n</c> in <paramref name="Text"/> is a line break. <paramref name="Href"/> is a checked http, https or mailto
/// address; anything else was dropped by the reader.
/// </summary>
public sealed record Inline(string Text, RunStyle Style = RunStyle.Plain, string? Href = null)
{
    /// <summary>The runs without their looks.</summary>
    public static string Plain(IEnumerable<Inline> runs) => string.Concat(runs.Select(r => r.Text));
}
