using Broadsheet.Core.Reports.Formatting;
using Broadsheet.Core.Reports.Tables;

namespace Broadsheet.Core.Reports.Charts;

/// <summary>Values to heights: from a round number at or below the least (or zero) to one at or above the largest, in equal steps.</summary>
public sealed record ChartScale(double Least, double Most, double Step)
{
    /// <summary>About <paramref name="steps"/> steps of 1, 2, 2.5 or 5 times a power of ten.</summary>
    public static ChartScale Over(double least, double most, int steps)
    {
        least = Math.Min(0, double.IsFinite(least) ? least : 0);
        most = Math.Max(0, double.IsFinite(most) ? most : 0);
        if (most - least <= 0) most = least + 1;
        var raw = (most - least) / steps;
        var size = Math.Pow(10, Math.Floor(Math.Log10(raw)));
        var step = (raw / size) switch { <= 1 => 1, <= 2 => 2, <= 2.5 => 2.5, <= 5 => 5, _ => 10 } * size;
        return new(Math.Floor(least / step) * step, Math.Ceiling(most / step - 1e-9) * step, step);
    }

    /// <summary>0 at the bottom, 1 at the top.</summary>
    public double Share(double value) => (value - Least) / (Most - Least);

    public IEnumerable<double> Ticks()
    {
        for (var i = 0; i <= (int)Math.Round((Most - Least) / Step); i++) yield return Least + (i * Step);
    }

    public static string Label(double value, CellFormat? format, CellText show) =>
        show.Show(Cell.Of(Math.Round(value, 10)), format is null or { Kind: CellFormatKind.General } ? new(CellFormatKind.Short) : format);
}
