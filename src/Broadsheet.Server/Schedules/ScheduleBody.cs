using System.Text.Json.Nodes;
using Broadsheet.Server.Runs;

namespace Broadsheet.Server.Schedules;

/// <summary>A schedule as callers write it. <c>template_id</c> or <c>report_type</c> names the report.</summary>
internal sealed record ScheduleBody
{
    public string? Name { get; init; }

    /// <summary>daily, weekly, monthly or cron.</summary>
    public string? ScheduleType { get; init; }
    public JsonObject? ScheduleConfig { get; init; }

    /// <summary>Cron text or plain English, instead of type and config.</summary>
    public string? Recurrence { get; init; }

    /// <summary>For <see cref="Recurrence"/>; the workspace's where absent.</summary>
    public string? Timezone { get; init; }
    public Guid? TemplateId { get; init; }
    public string? ReportType { get; init; }
    public JsonObject? Filters { get; init; }
    public IReadOnlyList<string>? Formats { get; init; }
    public IReadOnlyList<JsonObject>? Destinations { get; init; }
    /// <summary>Who gets a report of their own: <c>{"list": [{"to", "filters"}]}</c>, or <c>{"query", "source"}</c> with a column “to”.</summary>
    public JsonObject? ForEach { get; init; }
    public ConditionWire? Condition { get; init; }
    public PolicyWire? Policy { get; init; }
    public bool? Enabled { get; init; }
}
