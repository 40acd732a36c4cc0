using System.Globalization;
using Broadsheet.Core.Deliveries;
using Broadsheet.Core.Notifications;
using Broadsheet.Server.Artifacts;
using Broadsheet.Server.Deliveries;
using Broadsheet.Server.Http;
using Broadsheet.Server.Runs;
using Broadsheet.Server.Schedules;
using Broadsheet.Server.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;

namespace Broadsheet.Server.Notifications;

/// <summary>What is said of a run that ended, or has not: what happened, who did not get what, what is safe, what to do.</summary>
internal sealed class TellOfRun(AppDb db, TellPeople tell)
{
    private const int MostShown = 10;
    private static readonly ZonedDateTimePattern Time = ZonedDateTimePattern.CreateWithInvariantCulture("ddd d MMM uuuu HH:mm '('z')'", DateTimeZoneProviders.Tzdb);

    public async Task RunAsync(NoticeEvent told, RunRow run, ScheduleRow schedule, string? error, CancellationToken ct)
    {
        if (!await tell.AnybodyAsync(run.WorkspaceId, schedule.OwnerId, told, ct)) return;
        var deliveries = await db.Deliveries.AsNoTracking().Where(d => d.WorkspaceId == run.WorkspaceId && d.RunId == run.Id).OrderBy(d => d.Id).ToListAsync(ct);
        var files = await db.Artifacts.AsNoTracking().Where(a => a.WorkspaceId == run.WorkspaceId && a.RunId == run.Id).OrderBy(a => a.Id).ToListAsync(ct);
        var zone = ZoneOf(schedule);
        var text = told switch
        {
            NoticeEvent.Succeeds => Succeeded(run, schedule, deliveries, files, zone),
            NoticeEvent.Recovers => Recovered(run, schedule, deliveries, zone),
            _ => Failed(run, schedule, error, deliveries, files, zone),
        };
        await tell.RunAsync(
            new Notice
            {
                Workspace = run.WorkspaceId,
                Event = told,
                Owner = schedule.OwnerId,
                Schedule = schedule.Id,
                Run = run.Id,
                Text = text,
                Page = $"/reports/history/{run.Id}",
            },
            ct);
    }

    /// <summary>An instant on the clocks of a schedule, with the zone's name.</summary>
    public static string At(Instant at, DateTimeZone zone) => Time.Format(at.InZone(zone));

    public static DateTimeZone ZoneOf(ScheduleRow schedule) =>
        Wire.Object(schedule.ScheduleConfigJson)["timezone"]?.GetValue<string>() is { } id ? DateTimeZoneProviders.Tzdb.GetZoneOrNull(id) ?? DateTimeZone.Utc : DateTimeZone.Utc;

    private static NoticeText Failed(RunRow run, ScheduleRow schedule, string? error, List<DeliveryRow> deliveries, List<ArtifactRow> files, DateTimeZone zone)
    {
        var lost = deliveries.FindAll(d => d.Status is DeliveryState.Failed or DeliveryState.Unknown);
        var served = deliveries.FindAll(d => d.Status == DeliveryState.Sent);
        var parts = new List<NoticePart>
        {
            new("What happened", [$"The run for {At(run.ScheduledFor, zone)} {(served.Count > 0 ? "did not reach everybody" : "failed")}{(lost.Count == 0 && error is not null ? ": " + error : ".")}"]),
        };
        if (lost.Count > 0) parts.Add(new("Who did not get it", Shown(lost.ConvertAll(d => $"{d.Recipient} ({d.Type}): {d.Error}"))));
        else parts.Add(new("Who did not get it", ["Nobody got anything."]));
        parts.Add(new("What is safe", Safe(served, files, zone)));
        parts.Add(new("What to do",
        [
            lost.Count > 0
                ? "Mend what the reason says, then retry these deliveries on the run’s page: the same files go to these recipients only."
                : "Mend what the reason says, then retry the run: it makes the report of the same slot, with the same period.",
            .. schedule.Enabled && schedule.NextRunAt < ScheduleRow.Never ? new[] { $"It tries again by itself at its next slot, {At(schedule.NextRunAt, zone)}. You are told again when it recovers, not at every failure." } : [],
        ]));
        return new($"Failed: {run.ScheduleName}", parts);
    }

    private static List<string> Safe(List<DeliveryRow> served, List<ArtifactRow> files, DateTimeZone zone)
    {
        var lines = new List<string>();
        if (served.Count > 0) lines.Add($"{Count(served.Count, "recipient")} got it and will not get it twice: {string.Join(", ", Shown(served.ConvertAll(d => d.Recipient)))}");
        if (files.Count > 0) lines.Add($"The files are kept until {At(files[0].ExpiresAt, zone)}: {string.Join(", ", files.Select(f => f.FileName))}");
        if (lines.Count == 0) lines.Add("Nothing was sent, so nobody has a wrong or partial report.");
        return lines;
    }

    private static NoticeText Recovered(RunRow run, ScheduleRow schedule, List<DeliveryRow> deliveries, DateTimeZone zone) => new($"Recovered: {run.ScheduleName}",
    [
        new("What happened", [$"The run for {At(run.ScheduledFor, zone)} reached {(deliveries.Count == 0 ? "everybody" : Count(deliveries.Count, "recipient"))}.",
            .. schedule.FailingSince is { } since ? new[] { $"It had been failing since {At(since, zone)}." } : []]),
        new("What to do", ["Nothing. Reports of the days in between that nobody got can be sent from the history, or made by a backfill."]),
    ]);

    private static NoticeText Succeeded(RunRow run, ScheduleRow schedule, List<DeliveryRow> deliveries, List<ArtifactRow> files, DateTimeZone zone) => new($"Done: {run.ScheduleName}",
    [
        new("What happened", [$"The run for {At(run.ScheduledFor, zone)} reached {Count(deliveries.Count, "recipient")}: {(run.Rows ?? 0).ToString("N0", CultureInfo.InvariantCulture)} rows, {string.Join(", ", files.Select(f => f.FileName))}.",
            .. schedule.NextRunAt < ScheduleRow.Never && schedule.Enabled ? new[] { $"Next: {At(schedule.NextRunAt, zone)}" } : []]),
    ]);

    private static List<string> Shown(List<string> lines) =>
        lines.Count <= MostShown ? lines : [.. lines.Take(MostShown), $"and {lines.Count - MostShown} more"];

    private static string Count(int count, string what) => $"{count} {what}{(count == 1 ? "" : "s")}";
}
