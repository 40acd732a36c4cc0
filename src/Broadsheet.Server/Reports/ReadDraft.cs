using Broadsheet.Core;
using Broadsheet.Core.Access;

namespace Broadsheet.Server.Reports;

/// <summary>What unsaved text says about itself, so that an editor can offer its parameters; its errors where it has some.</summary>
internal sealed class ReadDraft(CheckTemplate check)
{
    public async Task<Result<DraftWire>> RunAsync(Actor actor, Result<TemplateBody> body, CancellationToken ct)
    {
        if (actor.Refuse(Permission.WriteReports) is { } refused) return refused;
        var read = await check.RunAsync(actor, body, ct);
        if (!read.IsOk) return read.Problem;
        var document = read.Value;
        return new DraftWire
        {
            ReportType = document.ReportType,
            Title = document.Title,
            Description = document.Description,
            Parameters = [.. document.Parameters.Select(ParameterWire.Of)],
            Sources = document.Sources,
            Queries = [.. document.Queries.Select(q => q.Name)],
        };
    }
}

/// <summary>A report document that was read and not saved.</summary>
internal sealed record DraftWire
{
    public required string ReportType { get; init; }

    /// <summary>As written: it may hold placeholders.</summary>
    public required string Title { get; init; }
    public required string? Description { get; init; }
    public required IReadOnlyList<ParameterWire> Parameters { get; init; }
    public required IReadOnlyList<string> Sources { get; init; }
    public required IReadOnlyList<string> Queries { get; init; }
}
