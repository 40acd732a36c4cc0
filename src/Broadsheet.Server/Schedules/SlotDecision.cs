using Broadsheet.Core.Runs;
using Broadsheet.Core.Schedules;
using Broadsheet.Server.Storage.Claims;
using NodaTime;

namespace Broadsheet.Server.Schedules;

/// <summary>From a due schedule to the runs it gets and its next slot. Pure but for the ids it is handed.</summary>
internal static class SlotDecision
{
    /// <param name="next">The recurrence: the first slot strictly after an instant.</param>
    /// <param name="jitter">What the schedule adds to a slot before it starts.</param>
    public static Firing Of(
        DueSchedule schedule, SchedulePolicy policy, Instant now, RunTrigger trigger,
        Func<Instant, Instant?> next, Func<Instant, Duration> jitter, Func<Guid> newId)
    {
        var slots = DueSlots.Of(schedule.Due, now, policy.Misfire, next);
        var busy = Busy(schedule, policy.Overlap);
        var runs = slots.Run.Select(slot => new NewRun(schedule.Workspace, schedule.Id, new RunId(newId()), slot, trigger)
        {
            SkippedBecause = busy,
            Exclusive = policy.Overlap != OverlapPolicy.Allow,
            NotBefore = slot + jitter(slot),
        }).ToList();
        return new Firing(schedule, slots.Next, runs) { Missed = slots.Missed > 0 };
    }

    private static string? Busy(DueSchedule schedule, OverlapPolicy overlap) => overlap switch
    {
        OverlapPolicy.Allow => null,
        OverlapPolicy.Skip when schedule.Waiting + schedule.Running > 0 => "An earlier run of this schedule was still being made (overlap: skip).",
        OverlapPolicy.Queue when schedule.Waiting > 0 => "One run of this schedule was waiting already (overlap: queue).",
        OverlapPolicy.Skip or OverlapPolicy.Queue => null,
    };
}
