using Broadsheet.Core.Reports.Blocks;
using Broadsheet.Core.Reports.Formatting;
using Broadsheet.Core.Reports.Tables;

namespace Broadsheet.Core.Reports.Templates;

/// <summary>Tiles as written to tiles with figures.</summary>
public static class TileFill
{
    /// <summary>
    /// The figure in its format and, with a figure from before, the change: in percent, or in points (pp) for a share. Grey unless the
    /// tile says which way is better. Errors name the tile.
    /// </summary>
    public static Result<Tile> Fill(KpiSpec spec, TemplateScope scope)
    {
        var value = Cell(spec.Value, scope);
        if (!value.IsOk) return Named(spec, value.Problem);
        var shown = value.Value.IsNull ? "–" : scope.Show.Show(value.Value, spec.Format);
        if (spec.Before is null) return new Tile(spec.Label, shown, spec.Note ?? "", Colour.None);
        var before = Cell(spec.Before, scope);
        if (!before.IsOk) return Named(spec, before.Problem);
        var (change, direction) = Change(value.Value, before.Value, spec.Format, scope.Show);
        var colour = direction == 0 || spec.Better == Better.None ? Colour.None
            : direction > 0 == (spec.Better == Better.Up) ? Colour.Green : Colour.Red;
        return new Tile(spec.Label, shown, spec.Note is null ? change : $"{change} {spec.Note}".Trim(), colour);
    }

    private static (string Text, int Direction) Change(in Cell now, in Cell before, CellFormat? format, CellText show)
    {
        if (!now.TryNumber(out var x) || !before.TryNumber(out var y)) return ("", 0);
        if (x == y) return ("±0", 0);
        var sign = x > y ? "+" : "";
        if (format?.Kind == CellFormatKind.Percent)
            return ($"{sign}{show.Show(Tables.Cell.Of((x - y) * 100), new(CellFormatKind.Number, Math.Max(1, format.Decimals)))} pp", x > y ? 1 : -1);
        if (y == 0) return ($"{sign}{show.Show(Tables.Cell.Of(x - y), format)}", x > y ? 1 : -1);
        return ($"{sign}{show.Show(Tables.Cell.Of((x - y) / Math.Abs(y)), new(CellFormatKind.Percent, 1))}", x > y ? 1 : -1);
    }

    private static Result<Cell> Cell(string expression, TemplateScope scope) =>
        Template.Evaluate(expression, scope).Select(HelperCalls.Cell1);

    private static Problem Named(KpiSpec spec, Problem problem) => problem is Problem.Invalid invalid
        ? new Problem.Invalid([.. invalid.Errors.Select(e => e with { Message = $"Tile “{spec.Label}”, value “{spec.Value}”: {e.Message}", Span = null })])
        : problem;
}
