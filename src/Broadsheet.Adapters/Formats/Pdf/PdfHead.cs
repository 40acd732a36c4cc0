using Broadsheet.Core.Reports.Blocks;

namespace Broadsheet.Adapters.Formats.Pdf;

/// <summary>The header of a table and where its columns stand.</summary>
internal sealed record PdfHead(IReadOnlyList<string> Labels, IReadOnlyList<Align> Aligns);
