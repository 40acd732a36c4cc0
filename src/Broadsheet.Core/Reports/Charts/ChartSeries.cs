namespace Broadsheet.Core.Reports.Charts;

/// <summary>A named row of values, one a category; NaN where there is none.</summary>
public sealed record ChartSeries(string Name, IReadOnlyList<double> Values, bool IsLine, uint Colour);
