using Broadsheet.Core.Reports.Tables;

namespace Broadsheet.Core.Reports.Parameters;

/// <summary>
/// A value for <c>@name</c> in SQL: always bound, never pasted. A list (<paramref name="IsList"/>) becomes as many
/// placeholders as it has values, and <c>null</c> when it has none. <paramref name="Type"/> is the kind also when null.
/// </summary>
public sealed record Bind(string Name, CellKind Type, IReadOnlyList<Cell> Values, bool IsList);
