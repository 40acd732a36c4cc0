using System.Text.Json.Nodes;
using Broadsheet.Core;
using Broadsheet.Core.Reports;
using NodaTime;

namespace Broadsheet.Server.Reports.Rendering;

/// <summary>One report to render, for a slot.</summary>
internal sealed record RenderRequest
{
    public required ReportDocument Document { get; init; }

    /// <summary>The label of the version, written into the files.</summary>
    public required string Version { get; init; }

    /// <summary>As the schedule or the caller gave them; defaults fill the rest.</summary>
    public required JsonObject Filters { get; init; }

    /// <summary>Relative periods resolve against it.</summary>
    public required Instant Slot { get; init; }

    /// <summary>The schedule's zone.</summary>
    public required DateTimeZone Zone { get; init; }

    public required IsoDayOfWeek WeekStart { get; init; }

    /// <summary>Names of formats, without duplicates; empty renders the values and the message only.</summary>
    public required IReadOnlyList<string> Formats { get; init; }

    /// <summary>The data source of a name in the document; asked once for each that a query needs.</summary>
    public required Func<string, CancellationToken, Task<Result<OpenSource>>> Source { get; init; }

    /// <summary>Where the files go; made when absent. Nothing partial is ever seen in it under its name.</summary>
    public required string Folder { get; init; }

    public RenderLimits Limits { get; init; } = RenderLimits.Default;
}
