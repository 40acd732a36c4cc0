using System.Text.Json;
using System.Text.Json.Nodes;
using Broadsheet.Core.Runs;
using Broadsheet.Server.Http;
using Broadsheet.Server.Runs;
using Broadsheet.Server.Storage;
using Broadsheet.Server.Storage.Claims;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Server.Schedules;

/// <summary>What a run of a schedule makes and for whom, fixed at the first attempt.</summary>
internal sealed class PlanRun(AppDb db, Recurrences recurrences)
{
    /// <summary>The run's plan; null when its schedule is gone or paused, and so it is not to be made.</summary>
    public async Task<RunPlan?> RunAsync(HeldRun held, RunRow run, CancellationToken ct)
    {
        if (run.PlanJson is not null) return RunPlan.Read(run.PlanJson);
        var schedule = await db.Schedules.AsNoTracking().SingleOrDefaultAsync(s => s.WorkspaceId == run.WorkspaceId && s.Id == run.ScheduleId, ct);
        if (schedule is null || (!schedule.Enabled && run.Trigger is RunTrigger.Schedule or RunTrigger.Process)) return null;
        var rule = recurrences.Stored(schedule.ScheduleType, schedule.ScheduleConfigJson, await recurrences.CalendarsAsync(run.WorkspaceId, ct));
        var plan = Of(schedule, rule.Zone.Id);
        var json = plan.ToJson();
        await db.Runs.Held(held).ExecuteUpdateAsync(s => s.SetProperty(r => r.PlanJson, json), ct);
        return plan;
    }

    /// <summary>From a schedule as it is now.</summary>
    /// <param name="zone">Of its recurrence.</param>
    public static RunPlan Of(ScheduleRow schedule, string zone) => new()
    {
        Filters = Wire.Object(schedule.FiltersJson),
        Formats = JsonSerializer.Deserialize<List<string>>(schedule.FormatsJson)!,
        Destinations = DestinationsOf(schedule),
        ForEach = schedule.ForEachJson is null ? null : Wire.Object(schedule.ForEachJson),
        Condition = schedule.Condition,
        Note = schedule.SendNote,
        Policy = JsonSerializer.Deserialize<PolicyWire>(schedule.PolicyJson, Wire.Json)!,
        Zone = zone,
    };

    /// <summary>As they are stored, secrets protected.</summary>
    public static IReadOnlyList<JsonObject> DestinationsOf(ScheduleRow schedule) =>
        [.. JsonNode.Parse(schedule.DestinationsJson)!.AsArray().Select(d => d!.AsObject())];
}
