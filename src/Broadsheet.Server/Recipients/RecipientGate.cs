using Broadsheet.Core.Schedules;
using Broadsheet.Core.Workspaces;

namespace Broadsheet.Server.Recipients;

/// <summary>Who of a run's e-mail recipients is kept back, and why. Addresses that nobody has asked about are put before the administrators.</summary>
internal sealed class RecipientGate(RecipientRules rules, AskForApproval ask, Clock clock)
{
    /// <summary>An admin's word counts more than a recipient's: who may not be sent to is not asked whether they want it.</summary>
    public async Task<IReadOnlyDictionary<string, KeptBack>> RunAsync(WorkspaceId workspace, ScheduleId? schedule, string scheduleName, IReadOnlyCollection<string> addresses, CancellationToken ct)
    {
        var kept = new Dictionary<string, KeptBack>(await rules.UnwillingAsync(workspace, schedule, addresses, clock.Now, ct));
        var outside = await rules.OutsideAsync(workspace, addresses, ct);
        if (outside.Values.Any(s => s is null)) await ask.RunAsync(workspace, null, schedule, scheduleName, addresses, ct);
        foreach (var (address, state) in outside) kept[address] = RecipientRules.NotApproved(state);
        return kept;
    }
}
