using System.Text.Json.Nodes;
using Broadsheet.Core;
using Broadsheet.Core.Workspaces;
using Broadsheet.Server.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;

namespace Broadsheet.Server.Workspaces;

/// <summary>What a workspace may use; absent is no limit. Set whole: what is left out is lifted. Operators set them.</summary>
internal sealed record WorkspaceLimits
{
    private const int MostCount = 1_000_000;

    public int? Schedules { get; init; }
    public int? RunsPerHour { get; init; }

    /// <summary>Runs being made at one time, on all nodes together; what is beyond waits.</summary>
    public int? ConcurrentRuns { get; init; }

    /// <summary>Of the files that its runs keep.</summary>
    public long? StorageBytes { get; init; }

    /// <summary>The shortest time between two slots of a schedule: <c>PT15M</c>, in whole seconds, up to 31 days.</summary>
    public string? MinInterval { get; init; }

    public static WorkspaceLimits Of(WorkspaceRow row) => new()
    {
        Schedules = row.MaxSchedules,
        RunsPerHour = row.MaxRunsPerHour,
        ConcurrentRuns = row.MaxConcurrentRuns,
        StorageBytes = row.MaxStorageBytes,
        MinInterval = row.MinIntervalSeconds is { } seconds ? PeriodPattern.NormalizingIso.Format(Period.FromSeconds(seconds).Normalize()) : null,
    };

    public IEnumerable<FieldError> Check()
    {
        if (Schedules is < 0 or > MostCount) yield return new("limits.schedules", "out-of-range", $"From 0 to {MostCount}.");
        if (RunsPerHour is < 1 or > MostCount) yield return new("limits.runs_per_hour", "out-of-range", $"From 1 to {MostCount}.");
        if (ConcurrentRuns is < 1 or > MostCount) yield return new("limits.concurrent_runs", "out-of-range", $"From 1 to {MostCount}.");
        if (StorageBytes is < 0) yield return new("limits.storage_bytes", "out-of-range", "A number of bytes, 0 or more.");
        if (MinInterval is not null && Seconds() is null) yield return new("limits.min_interval", "wrong-type", "A time in whole seconds, up to 31 days, such as PT15M.", null, "PT15M");
    }

    public void Apply(WorkspaceRow row) =>
        (row.MaxSchedules, row.MaxRunsPerHour, row.MaxConcurrentRuns, row.MaxStorageBytes, row.MinIntervalSeconds) = (Schedules, RunsPerHour, ConcurrentRuns, StorageBytes, Seconds());

    /// <summary>The pace of runs stands where the worker's claims read it.</summary>
    public async Task ApplyPaceAsync(AppDb db, WorkspaceId workspace, Instant now, CancellationToken ct)
    {
        var pace = await db.WorkspaceLimits.SingleOrDefaultAsync(l => l.WorkspaceId == workspace, ct);
        if (pace is null) db.WorkspaceLimits.Add(new WorkspaceLimitsRow { WorkspaceId = workspace, RunsPerHour = RunsPerHour, ConcurrentRuns = ConcurrentRuns, UpdatedAt = now });
        else (pace.RunsPerHour, pace.ConcurrentRuns, pace.UpdatedAt) = (RunsPerHour, ConcurrentRuns, now);
    }

    public JsonObject Audited() =>
        new() { ["schedules"] = Schedules, ["runs_per_hour"] = RunsPerHour, ["concurrent_runs"] = ConcurrentRuns, ["storage_bytes"] = StorageBytes, ["min_interval"] = MinInterval };

    private int? Seconds()
    {
        if (MinInterval is null || PeriodPattern.NormalizingIso.Parse(MinInterval) is not { Success: true } parsed) return null;
        var period = parsed.Value;
        if (period.Years != 0 || period.Months != 0 || period.Milliseconds != 0 || period.Ticks != 0 || period.Nanoseconds != 0) return null;
        var time = period.ToDuration();
        return time > Duration.Zero && time <= Duration.FromDays(31) ? (int)time.TotalSeconds : null;
    }
}
