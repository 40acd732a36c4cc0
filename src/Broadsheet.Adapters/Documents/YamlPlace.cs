using Broadsheet.Core.Reports.Templates;

namespace Broadsheet.Adapters.Documents;

/// <summary>
/// Where a piece of YAML stands: the document's line it starts on, where its errors go, the values for its placeholders, and
/// whether these are still missing.
/// </summary>
internal sealed record YamlPlace(int Line, DocumentErrors Errors, FilledText Filled, bool Draft);
