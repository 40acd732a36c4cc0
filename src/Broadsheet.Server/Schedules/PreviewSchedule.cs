using Broadsheet.Core;
using Broadsheet.Core.Access;
using Broadsheet.Core.Recurrence;
using Broadsheet.Server.Http;
using Broadsheet.Server.Runs;
using NodaTime;
using NodaTime.Text;

namespace Broadsheet.Server.Schedules;

/// <summary>A body as for creating, or only the recurrence; with how many slots and from when (exclusive; now where absent).</summary>
internal sealed record PreviewBody
{
    public string? Name { get; init; }
    public string? ScheduleType { get; init; }
    public System.Text.Json.Nodes.JsonObject? ScheduleConfig { get; init; }
    public string? Recurrence { get; init; }
    public string? Timezone { get; init; }
    public Guid? TemplateId { get; init; }
    public string? ReportType { get; init; }
    public System.Text.Json.Nodes.JsonObject? Filters { get; init; }
    public IReadOnlyList<string>? Formats { get; init; }
    public IReadOnlyList<System.Text.Json.Nodes.JsonObject>? Destinations { get; init; }
    public ConditionWire? Condition { get; init; }
    public PolicyWire? Policy { get; init; }
    public bool? Enabled { get; init; }

    /// <summary>1..50.</summary>
    public int? Count { get; init; }
    public Instant? From { get; init; }

    public ScheduleBody Schedule => new()
    {
        Name = Name, ScheduleType = ScheduleType, ScheduleConfig = ScheduleConfig, Recurrence = Recurrence, Timezone = Timezone, TemplateId = TemplateId,
        ReportType = ReportType, Filters = Filters, Formats = Formats, Destinations = Destinations, Condition = Condition, Policy = Policy, Enabled = Enabled,
    };
}

/// <summary>When it would run. <see cref="Occurrences"/> is shorter than asked where it ends before.</summary>
internal sealed record PreviewAnswer(
    string Description, string ScheduleType, System.Text.Json.Nodes.JsonObject ScheduleConfig, string? Cron, IReadOnlyList<OccurrenceWire> Occurrences, IReadOnlyList<FieldErrorWire> Warnings);

/// <summary>One slot: the instant, the wall clock, its offset, and what daylight saving or a holiday did to it.</summary>
internal sealed record OccurrenceWire(Instant At, string Local, string Offset, string? Note)
{
    private static readonly LocalDateTimePattern Wall = LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm:ss");
    private static readonly OffsetPattern Shift = OffsetPattern.CreateWithInvariantCulture("+HH:mm");

    public static OccurrenceWire Of(Occurrence slot) => new(slot.At, Wall.Format(slot.Local), Shift.Format(slot.Offset), slot.Note);
}

/// <summary>Shows when a recurrence runs; saves nothing.</summary>
internal sealed class PreviewSchedule(Clock clock, ReadRecurrence recurrence, CheckSchedule check)
{
    private const int DefaultCount = 5;
    private const int MostCount = 50;

    public async Task<Result<PreviewAnswer>> RunAsync(Actor actor, Result<PreviewBody> body, CancellationToken ct)
    {
        if (actor.Refuse(Permission.See) is { } refused) return refused;
        if (!body.IsOk) return body.Problem;
        var count = body.Value.Count ?? DefaultCount;
        var schedule = body.Value.Schedule;
        var reading = await recurrence.ShownAsync(actor, schedule, ct);
        var errors = reading.Errors.ToList();
        if (count is < 1 or > MostCount) errors.Add(new("count", "out-of-range", $"From 1 to {MostCount}."));
        if (schedule.TemplateId is not null || schedule.ReportType is not null)
        {
            var whole = await check.RunAsync(actor, schedule, null, ct);
            if (whole.Problem is Problem.Invalid invalid) errors.AddRange(invalid.Errors.Where(e => !errors.Contains(e)));
        }

        if (errors.Count > 0) return new Problem.Invalid(errors);
        var rule = reading.Rule!;
        return new PreviewAnswer(rule.Describe(), rule.Type.ToString().ToLowerInvariant(), rule.ToConfig(), rule.ToCron(),
            [.. rule.Occurrences(body.Value.From ?? clock.Now).Take(count).Select(OccurrenceWire.Of)], [.. reading.Warnings.Select(FieldErrorWire.Of)]);
    }
}
