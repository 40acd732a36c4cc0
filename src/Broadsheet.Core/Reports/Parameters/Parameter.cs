using System.Text.Json.Nodes;

namespace Broadsheet.Core.Reports.Parameters;

/// <summary>Something a report can be asked about: declared in its front matter, given as a filter, bound in SQL as <c>@name</c>.</summary>
public sealed record Parameter(string Name, ParameterType Type)
{
    /// <summary>For people; the name where it is absent.</summary>
    public string? Label { get; init; }

    public string? Description { get; init; }

    /// <summary>An error when neither a filter nor a default gives it a value; else it is null in SQL.</summary>
    public bool Required { get; init; }

    /// <summary>Takes a list of values, up to 1,000; written <c>in (@name)</c> in SQL. Not for periods.</summary>
    public bool Multiple { get; init; }

    /// <summary>In the form of a filter; null when there is none.</summary>
    public JsonNode? Default { get; init; }

    /// <summary>For <see cref="ParameterType.Choice"/>: all that is accepted. Empty when <see cref="ChoicesSql"/> gives them.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>A query whose first column offers values in forms. What it gives is offered, not enforced: data come and go.</summary>
    public string? ChoicesSql { get; init; }

    /// <summary>The data source of <see cref="ChoicesSql"/>; null for the report's own.</summary>
    public string? ChoicesSource { get; init; }
}
