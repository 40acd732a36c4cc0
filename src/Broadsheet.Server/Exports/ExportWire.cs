using System.Text.Json.Nodes;
using Broadsheet.Server.Http;
using Broadsheet.Server.Runs;
using Broadsheet.Server.Schedules;
using NodaTime;

namespace Broadsheet.Server.Exports;

/// <summary>A schedule in the dialect of the second seed.</summary>
internal sealed record ExportWire
{
    public required Guid Id { get; init; }
    public required string Name { get; init; }
    public required string ReportType { get; init; }
    public required JsonObject Filters { get; init; }

    /// <summary>The first one where there are several.</summary>
    public required string Format { get; init; }

    /// <summary>As typed, or cron text, or plain English: a text that this API reads back as the same.</summary>
    public required string Recurrence { get; init; }
    public required string Description { get; init; }
    public required string Timezone { get; init; }
    public required string DeliveryMethod { get; init; }
    public string? Email { get; init; }

    /// <summary>Always null: the URL is a secret. <see cref="SlackWebhookSet"/> says whether there is one.</summary>
    public string? SlackWebhook { get; init; }
    public bool? SlackWebhookSet { get; init; }
    public string? SlackChannel { get; init; }
    public string? Phone { get; init; }
    public string? WebhookUrl { get; init; }

    /// <summary>active or paused.</summary>
    public required string Status { get; init; }

    /// <summary>True when it has settings that this dialect cannot say.</summary>
    public required bool Extended { get; init; }
    [ChangesByItself]
    public required Instant? LastRunAt { get; init; }
    [ChangesByItself]
    public required string? LastStatus { get; init; }
    [ChangesByItself]
    public required Instant? NextRunAt { get; init; }
    public required Instant CreatedAt { get; init; }
    [ChangesByItself]
    public required Instant UpdatedAt { get; init; }
    public required int Version { get; init; }

    private static readonly PolicyWire Plain = new();

    /// <param name="recurrence">A text that reads as the schedule's recurrence.</param>
    /// <param name="canonical">A destination with its defaults filled; null when it cannot be read.</param>
    public static ExportWire Of(ScheduleWire schedule, string recurrence, Func<JsonObject, JsonObject?> canonical)
    {
        var destination = schedule.Destinations.Count > 0 ? schedule.Destinations[0]!.AsObject() : [];
        var method = ExportMethod.Of(destination);
        return new()
        {
            Id = schedule.Id,
            Name = schedule.Name,
            ReportType = schedule.ReportType,
            Filters = schedule.Filters,
            Format = schedule.Formats[0]!.GetValue<string>(),
            Recurrence = recurrence,
            Description = schedule.Description,
            Timezone = schedule.ScheduleConfig["timezone"]?.GetValue<string>() ?? "UTC",
            DeliveryMethod = destination["type"]?.GetValue<string>() ?? "inbox",
            Email = method.Email,
            SlackWebhookSet = method.SlackWebhookSet ? true : null,
            SlackChannel = method.SlackChannel,
            Phone = method.Phone,
            WebhookUrl = method.WebhookUrl,
            Status = schedule.Enabled ? "active" : "paused",
            Extended = schedule.Formats.Count > 1 || schedule.Destinations.Count != 1 || !method.SaysAll(destination, canonical)
                || schedule.Condition.Send != Core.Schedules.SendCondition.Always || !schedule.Policy.Equals(Plain),
            LastRunAt = schedule.LastRunAt,
            LastStatus = schedule.LastStatus,
            NextRunAt = schedule.NextRunAt,
            CreatedAt = schedule.CreatedAt,
            UpdatedAt = schedule.UpdatedAt,
            Version = schedule.Version,
        };
    }
}
