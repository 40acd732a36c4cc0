using NodaTime;

namespace Broadsheet.Core.Schedules;

/// <summary>How a schedule behaves when things do not go by plan.</summary>
public sealed record SchedulePolicy
{
    public static SchedulePolicy Default { get; } = new();

    public MisfirePolicy Misfire { get; init; } = MisfirePolicy.Latest;

    public OverlapPolicy Overlap { get; init; } = OverlapPolicy.Skip;

    /// <summary>Attempts to make the files, 1..20, the first included.</summary>
    public int MaxAttempts { get; init; } = 3;

    /// <summary>Longest an attempt may take, 1 second..24 hours.</summary>
    public Duration Timeout { get; init; } = Duration.FromMinutes(10);

    /// <summary>The schedule pauses itself after so many failed runs in a row; 0 never.</summary>
    public int PauseAfterFailures { get; init; } = 5;
}
