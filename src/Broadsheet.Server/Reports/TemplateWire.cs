using System.Text.Json.Nodes;
using Broadsheet.Core.Reports.Parameters;
using Broadsheet.Server.Http;
using Broadsheet.Server.Storage;
using NodaTime;

namespace Broadsheet.Server.Reports;

/// <summary>A report template as the API answers it; <see cref="Text"/> only where one was asked for.</summary>
internal sealed record TemplateWire
{
    public required Guid Id { get; init; }
    public required string ReportType { get; init; }
    public required string Title { get; init; }
    public required string? Description { get; init; }
    public required IReadOnlyList<ParameterWire> Parameters { get; init; }
    public required IReadOnlyList<string> Sources { get; init; }
    public required string? Text { get; init; }
    public required int Version { get; init; }

    /// <summary>The file of the reports folder that it is kept in and edited there; null when it is kept in the store.</summary>
    [ChangesByItself]
    public required string? File { get; init; }
    public required Instant CreatedAt { get; init; }
    [ChangesByItself]
    public required Instant UpdatedAt { get; init; }

    /// <summary>In the answer to a change: the schedules that depend on it.</summary>
    [ChangesByItself]
    [System.Text.Json.Serialization.JsonIgnore(Condition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<TouchedScheduleWire>? TouchedSchedules { get; init; }

    public static TemplateWire Of(KnownReport report, bool withText) => new()
    {
        Id = report.Row.Id.Value,
        ReportType = report.Row.ReportType,
        Title = report.Row.Title,
        Description = report.Document.Description,
        Parameters = [.. report.Document.Parameters.Select(ParameterWire.Of)],
        Sources = report.Document.Sources,
        Text = withText ? report.Row.Text : null,
        Version = report.Row.Version,
        File = report.File,
        CreatedAt = report.Row.CreatedAt,
        UpdatedAt = report.Row.UpdatedAt,
    };
}

/// <summary>A parameter of a report, for forms.</summary>
internal sealed record ParameterWire(
    string Name, string Type, string? Label, string? Description, bool Required, bool Multiple, JsonNode? Default, IReadOnlyList<string>? Choices, bool ChoicesFromSource)
{
    public static ParameterWire Of(Parameter p) => new(
        p.Name, Word<ParameterType>.Of(p.Type), p.Label, p.Description, p.Required, p.Multiple, p.Default?.DeepClone(),
        p.Choices.Count > 0 ? p.Choices : null, p.ChoicesSql is not null);
}
