using Broadsheet.Server.Runs;
using Broadsheet.Server.Storage;
using NodaTime;

namespace Broadsheet.Server.Schedules;

/// <summary>A run of a schedule in brief: for a row of bars.</summary>
internal sealed record RecentRunWire(Guid Id, string Status, Instant ScheduledFor, Instant? StartedAt, Instant? FinishedAt)
{
    public static RecentRunWire Of(RecentRun run) =>
        new(run.Id, Word<Core.Runs.RunState>.Find(run.Status) is { } state ? RunWire.StatusOf(state) : run.Status, run.ScheduledFor, run.StartedAt, run.FinishedAt);
}
