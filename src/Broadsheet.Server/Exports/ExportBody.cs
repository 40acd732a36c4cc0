using System.Text.Json.Nodes;

namespace Broadsheet.Server.Exports;

/// <summary>A scheduled export as callers write it: one format, one destination, recurrence as text.</summary>
internal sealed record ExportBody
{
    public string? Name { get; init; }
    public string? ReportType { get; init; }
    public JsonObject? Filters { get; init; }
    public string? Format { get; init; }

    /// <summary>Cron text or plain English.</summary>
    public string? Recurrence { get; init; }

    /// <summary>IANA zone; the workspace's where absent.</summary>
    public string? Timezone { get; init; }

    /// <summary>email, slack, sms, webhook or inbox.</summary>
    public string? DeliveryMethod { get; init; }
    public string? Email { get; init; }
    public string? SlackWebhook { get; init; }
    public string? SlackChannel { get; init; }
    public string? Phone { get; init; }
    public string? WebhookUrl { get; init; }

    /// <summary>active or paused.</summary>
    public string? Status { get; init; }
}
