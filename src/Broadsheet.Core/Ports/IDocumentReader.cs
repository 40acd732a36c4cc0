using Broadsheet.Core.Reports;
using Broadsheet.Core.Reports.Blocks;
using Broadsheet.Core.Reports.Templates;

namespace Broadsheet.Core.Ports;

/// <summary>Reads report documents (YAML front matter and Markdown). Pure and thread-safe.</summary>
public interface IDocumentReader
{
    /// <summary>
    /// The document, or every error found, each with its line, column and span in <paramref name="text"/>. At most 1,000,000 characters.
    /// </summary>
    Result<ReportDocument> Read(string text);

    /// <summary>The blocks of a body after filling; values go back as plain text wherever they stood.</summary>
    Result<IReadOnlyList<Block>> ReadBody(FilledText body);
}
