namespace Broadsheet.Core.Reports;

/// <summary>Paper for PDF and printing. <paramref name="Landscape"/> null: decided by the widest table.</summary>
public sealed record PageSetup(bool Letter = false, bool? Landscape = null);
