using Broadsheet.Core.Recurrence;
using Broadsheet.Core.Runs;
using Broadsheet.Core.Workspaces;
using Broadsheet.Server.Storage;
using Broadsheet.Server.Storage.Claims;
using NodaTime;

namespace Broadsheet.Server.Schedules;

/// <summary>Queues a run for each slot that has come.</summary>
internal sealed partial class FireDueSlots(AppDb db, Clock clock, RuleCache cache, ILogger<FireDueSlots> log)
{
    private readonly Recurrences recurrences = new(db, clock, cache);

    /// <summary>One batch of due schedules; a batch that is not full was the last.</summary>
    /// <param name="workspace">Only its schedules; null for all.</param>
    /// <param name="walk">Of the drain that it is a batch of.</param>
    /// <param name="eager">What this node can start itself, at once; null for nothing.</param>
    /// <returns>With the runs that now exist, skipped ones included.</returns>
    public async Task<FiredBatch> BatchAsync(WorkspaceId? workspace, RunTrigger trigger, DueWalk walk, EagerStart? eager, CancellationToken ct)
    {
        var now = await db.Dialect.NowAsync(db, clock, ct);
        return await new ScheduleClaims(db).TakeAsync(now, db.Dialect.ClaimBatch, workspace, walk, due => DecideAsync(due, now, trigger, eager, ct), ct);
    }

    private async Task<IReadOnlyList<Firing>> DecideAsync(IReadOnlyList<DueSchedule> due, Instant now, RunTrigger trigger, EagerStart? eager, CancellationToken ct)
    {
        var calendars = new Dictionary<WorkspaceId, Dictionary<string, HolidayCalendar>>();
        foreach (var workspace in due.Where(d => d.ConfigJson.Contains("\"exclude\"", StringComparison.Ordinal)).Select(d => d.Workspace).Distinct())
            calendars[workspace] = await recurrences.CalendarsAsync(workspace, ct);
        IReadOnlyList<Firing> firings = [.. due.Select(d => Decide(d, now, trigger, calendars))];
        return eager is null ? firings
            : EagerChoice.Of(firings, eager, now, await new WorkspaceQuotas(db).LimitedAsync([.. due.Select(d => d.Workspace).Distinct()], ct));
    }

    private Firing Decide(DueSchedule due, Instant now, RunTrigger trigger, Dictionary<WorkspaceId, Dictionary<string, HolidayCalendar>> calendars)
    {
        if (recurrences.Find(due.Type, due.ConfigJson, calendars.GetValueOrDefault(due.Workspace) ?? []) is not { } rule)
        {
            // One that this program cannot read (written by another version) holds up nobody: it stands still until it is saved again.
            Unreadable(due.Id.Value);
            return new Firing(due, null, []);
        }

        return SlotDecision.Of(due, cache.Policy(due.PolicyJson), now, trigger,
            rule.Next, slot => rule.Jitter(due.Id.Value, slot), clock.NewId);
    }

    [LoggerMessage(LogLevel.Error, "The recurrence of schedule {Schedule} cannot be read; it is not due until it is saved again")]
    private partial void Unreadable(Guid schedule);
}
