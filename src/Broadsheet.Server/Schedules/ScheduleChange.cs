using System.Text.Json;
using System.Text.Json.Nodes;
using Broadsheet.Server.Http;
using NodaTime;

namespace Broadsheet.Server.Schedules;

/// <summary>Writes a checked body into a row. A changed recurrence is due from now on and never replays the past.</summary>
internal static class ScheduleChange
{
    public static void Apply(ScheduleRow row, CheckedSchedule valid, Instant now)
    {
        var type = valid.Rule.Type.ToString().ToLowerInvariant();
        var config = Wire.Text(valid.Rule.ToConfig());
        var other = row.ScheduleType != type || !JsonNode.DeepEquals(Wire.Object(row.ScheduleConfigJson), valid.Rule.ToConfig());
        var moved = other || (valid.Enabled && !row.Enabled);
        row.Name = valid.Name;
        row.ScheduleType = type;
        row.ScheduleConfigJson = config;
        row.RecurrenceText = valid.RecurrenceText ?? (other ? null : row.RecurrenceText);
        row.TemplateId = valid.Report.Row.Id;
        row.FiltersJson = Wire.Text(valid.Filters);
        row.FormatsJson = JsonSerializer.Serialize(valid.Formats, Wire.Json);
        row.DestinationsJson = Wire.Text(new JsonArray([.. valid.Destinations.Select(d => d.DeepClone())]));
        row.Channels = "," + string.Concat(valid.Destinations.Select(d => d["type"]!.GetValue<string>()).Distinct().Select(t => t + ","));
        row.ForEachJson = valid.ForEach is null ? null : Wire.Text(valid.ForEach);
        (row.Condition, row.SendNote) = (valid.Condition.Send, valid.Condition.Note);
        row.PolicyJson = JsonSerializer.Serialize(valid.Policy, Wire.Json);
        row.UpdatedAt = now;
        if (valid.Enabled && !row.Enabled) (row.PausedReason, row.FailuresInARow, row.FailingSince) = (null, 0, null);
        row.Enabled = valid.Enabled;
        if (!moved) return;
        row.NextRunAt = valid.Rule.Next(now) ?? ScheduleRow.Never;
        row.TzdbVersion = DateTimeZoneProviders.Tzdb.VersionId;
    }
}
