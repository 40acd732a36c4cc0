namespace Broadsheet.Core.Reports.Charts;

public readonly record struct ChartPoint(double X, double Y);
