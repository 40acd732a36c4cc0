namespace Broadsheet.Core.Reports.Blocks;

public enum ChartType
{
    Bar,
    Stacked,
    Line,
    Area,
    Pie,
    Ring,
    Sparkline,
}
