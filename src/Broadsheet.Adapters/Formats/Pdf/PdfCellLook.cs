using Broadsheet.Core.Reports.Blocks;

namespace Broadsheet.Adapters.Formats.Pdf;

/// <summary>The colour of a cell, and the share of the bar behind it.</summary>
internal readonly record struct PdfCellLook(Colour Colour, double Bar);
