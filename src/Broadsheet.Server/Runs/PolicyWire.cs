using Broadsheet.Core;
using Broadsheet.Core.Schedules;
using NodaTime;
using NodaTime.Text;

namespace Broadsheet.Server.Runs;

/// <summary>A policy as the API and the store write it; what is absent has its default.</summary>
internal sealed record PolicyWire
{
    public MisfirePolicy Misfire { get; init; } = SchedulePolicy.Default.Misfire;
    public OverlapPolicy Overlap { get; init; } = SchedulePolicy.Default.Overlap;
    public int MaxAttempts { get; init; } = SchedulePolicy.Default.MaxAttempts;

    /// <summary>ISO 8601: <c>PT10M</c>.</summary>
    public string Timeout { get; init; } = "PT10M";
    public int PauseAfterFailures { get; init; } = SchedulePolicy.Default.PauseAfterFailures;

    /// <summary>Checks ranges; errors are relative to the policy.</summary>
    public Result<SchedulePolicy> Read()
    {
        var errors = new List<FieldError>();
        if (MaxAttempts is < 1 or > 20) errors.Add(new("max_attempts", "out-of-range", "From 1 to 20 attempts."));
        if (PauseAfterFailures is < 0 or > 1000) errors.Add(new("pause_after_failures", "out-of-range", "From 0 (never) to 1000."));
        var timeout = PeriodPattern.Roundtrip.Parse(Timeout);
        var duration = timeout is { Success: true, Value: { Years: 0, Months: 0 } } ? timeout.Value.ToDuration() : Duration.Zero;
        if (duration < Duration.FromSeconds(1) || duration > Duration.FromHours(24))
            errors.Add(new("timeout", "out-of-range", "A duration such as PT10M, from PT1S to PT24H.", null, "PT10M"));
        if (errors.Count > 0) return new Problem.Invalid(errors);
        return new SchedulePolicy { Misfire = Misfire, Overlap = Overlap, MaxAttempts = MaxAttempts, Timeout = duration, PauseAfterFailures = PauseAfterFailures };
    }

    public static SchedulePolicy Stored(string json) =>
        System.Text.Json.JsonSerializer.Deserialize<PolicyWire>(json, Http.Wire.Json)!.Read().Value!;
}
