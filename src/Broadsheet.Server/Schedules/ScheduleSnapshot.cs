using System.Text.Json.Nodes;
using Broadsheet.Server.Deliveries;
using Broadsheet.Server.Http;

namespace Broadsheet.Server.Schedules;

/// <summary>A schedule as the audit log keeps it: what people set, without what it does by itself and without secrets.</summary>
internal static class ScheduleSnapshot
{
    public static JsonObject Of(ScheduleRow row) => new()
    {
        ["name"] = row.Name,
        ["schedule_type"] = row.ScheduleType,
        ["schedule_config"] = Wire.Object(row.ScheduleConfigJson),
        ["template_id"] = row.TemplateId.ToString(),
        ["filters"] = Wire.Object(row.FiltersJson),
        ["formats"] = JsonNode.Parse(row.FormatsJson),
        ["destinations"] = DestinationSecrets.Masked(row.DestinationsJson),
        ["for_each"] = row.ForEachJson is null ? null : Wire.Object(row.ForEachJson),
        ["condition"] = row.Condition.ToString(),
        ["note"] = row.SendNote,
        ["policy"] = Wire.Object(row.PolicyJson),
        ["enabled"] = row.Enabled,
        ["owner_id"] = row.OwnerId.ToString(),
    };
}
