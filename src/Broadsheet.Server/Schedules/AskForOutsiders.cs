using Broadsheet.Core.Access;
using Broadsheet.Server.Deliveries;
using Broadsheet.Server.Recipients;

namespace Broadsheet.Server.Schedules;

/// <summary>Told of each schedule that was saved.</summary>
internal delegate Task ScheduleSaved(Actor actor, ScheduleRow row, CancellationToken ct);

/// <summary>Puts a saved schedule's recipients outside of the allowed domains before the administrators at once, not at its first run.</summary>
internal sealed class AskForOutsiders(Destinations destinations, AskForApproval ask)
{
    public async Task RunAsync(Actor actor, ScheduleRow row, CancellationToken ct)
    {
        var addresses = PlanRun.DestinationsOf(row).Where(d => d["type"]!.GetValue<string>() == "email")
            .Select(d => destinations.Open(row.WorkspaceId, d)).SelectMany(d => d.IsOk ? d.Value.Recipients : []).Distinct().ToList();
        if (addresses.Count > 0) await ask.RunAsync(row.WorkspaceId, actor.Person, row.Id, row.Name, addresses, ct);
    }
}
