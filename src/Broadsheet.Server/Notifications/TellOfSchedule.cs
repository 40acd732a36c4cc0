using Broadsheet.Core.Access;
using Broadsheet.Core.Notifications;
using Broadsheet.Core.Runs;
using Broadsheet.Server.Schedules;
using NodaTime;

namespace Broadsheet.Server.Notifications;

/// <summary>What is said of a schedule: paused, late, or a slot of it missed.</summary>
internal sealed class TellOfSchedule(TellPeople tell)
{
    /// <param name="by">The person who did it; null when it paused itself.</param>
    public Task PausedAsync(ScheduleRow schedule, Actor? by, string reason, CancellationToken ct) => TellAsync(NoticeEvent.Paused, schedule, null, by?.Person, new($"Paused: {schedule.Name}",
    [
        new("What happened", [reason]),
        new("Who does not get it", ["Nobody gets this report until it is resumed; slots that pass meanwhile are not made up for by themselves."]),
        new("What is safe", ["The schedule, its history and the files of its runs stay."]),
        new("What to do", [by is null ? "Mend the reason, then resume the schedule; a backfill makes what was left out." : "Ask them, or resume it."]),
    ]), ct);

    /// <param name="slot">What is overdue.</param>
    /// <param name="run">Its run; null where there is none yet.</param>
    public Task LateAsync(ScheduleRow schedule, RunId? run, Instant slot, string where, CancellationToken ct) => TellAsync(NoticeEvent.Late, schedule, run, null, new($"Late: {schedule.Name}",
    [
        new("What happened", [$"The report for {TellOfRun.At(slot, TellOfRun.ZoneOf(schedule))} is not done: {where}"]),
        new("Who does not get it", ["All its recipients wait. It is sent as soon as it is done, with the data of its slot."]),
        new("What is safe", ["The slot is kept: it is not lost and not sent twice."]),
        new("What to do", ["Look at the run and at the database it reads. If no worker is running, start one."]),
    ]), ct);

    public Task MissedAsync(ScheduleRow schedule, IReadOnlyList<Instant> slots, string why, CancellationToken ct)
    {
        var zone = TellOfRun.ZoneOf(schedule);
        var shown = string.Join(", ", slots.Take(5).Select(s => TellOfRun.At(s, zone))) + (slots.Count > 5 ? $" and {slots.Count - 5} more" : "");
        return TellAsync(NoticeEvent.Missed, schedule, null, null, new($"Missed: {schedule.Name}",
        [
            new("What happened", [$"No report was made for {shown}: {why}"]),
            new("Who did not get it", ["None of its recipients got the reports of these slots."]),
            new("What is safe", ["Later slots run as planned."]),
            new("What to do", ["Backfill these slots on the schedule’s page: each is made with the data of its own slot."]),
        ]), ct);
    }

    private Task TellAsync(NoticeEvent told, ScheduleRow schedule, RunId? run, PersonId? except, NoticeText text, CancellationToken ct) => tell.RunAsync(
        new Notice
        {
            Workspace = schedule.WorkspaceId,
            Event = told,
            Owner = schedule.OwnerId,
            Except = except,
            Schedule = schedule.Id,
            Run = run,
            Text = text,
            Page = run is null ? $"/reports/scheduling/{schedule.Id}" : $"/reports/history/{run}",
        },
        ct);
}
