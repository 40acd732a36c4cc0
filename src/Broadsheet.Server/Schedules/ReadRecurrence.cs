using Broadsheet.Core;
using Broadsheet.Core.Access;
using Broadsheet.Core.Recurrence;
using NodaTime;

namespace Broadsheet.Server.Schedules;

/// <summary>The recurrence of a schedule's body: type and config, or one text. Errors are at the fields the caller wrote.</summary>
internal sealed class ReadRecurrence(Recurrences recurrences)
{
    /// <summary>As a schedule may have it.</summary>
    public async Task<RuleReading> RunAsync(Actor actor, ScheduleBody body, CancellationToken ct) =>
        Missing(body) is { } missing ? new(null, [missing], []) : Read(body, await recurrences.ContextAsync(actor.Workspace, body.Timezone, ct));

    /// <summary>
    /// To be looked at and not saved: a recurrence that fires more often than a schedule may is shown all the same, with the refusal it
    /// would meet as a warning.
    /// </summary>
    public async Task<RuleReading> ShownAsync(Actor actor, ScheduleBody body, CancellationToken ct)
    {
        var strict = await RunAsync(actor, body, ct);
        if (strict.IsOk || Missing(body) is not null) return strict;
        var context = await recurrences.ContextAsync(actor.Workspace, body.Timezone, ct);
        var shown = Read(body, new RecurrenceContext
        {
            Now = context.Now, Zone = context.Zone, BusinessWeek = context.BusinessWeek, Calendar = context.Calendar, MinimumInterval = Duration.Zero,
        });
        return shown.IsOk ? new(shown.Rule, [], [.. shown.Warnings, .. strict.Errors]) : strict;
    }

    private static FieldError? Missing(ScheduleBody body) => body switch
    {
        { Recurrence: not null } when body.ScheduleType is not null || body.ScheduleConfig is not null =>
            new("recurrence", "twice", "Give either “recurrence” or “schedule_type” with “schedule_config”, not both."),
        { Recurrence: not null, Timezone: { } zone } when DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) is null => Zones.Unknown("timezone", zone),
        { Recurrence: not null } => null,
        { Timezone: not null } => new("timezone", "unknown-field", "The zone belongs into “schedule_config”."),
        { ScheduleType: null } => new("schedule_type", "required", "“schedule_type” is needed: daily, weekly, monthly or cron.", null, "weekly"),
        { ScheduleConfig: null } => new("schedule_config", "required", "“schedule_config” is needed.", null, """{"times":["09:00"]}"""),
        _ => null,
    };

    private static RuleReading Read(ScheduleBody body, RecurrenceContext context)
    {
        if (body.Recurrence is { } text) return Text(text, context);
        var read = RecurrenceRule.Parse(body.ScheduleType!, body.ScheduleConfig!, context);
        return new(read.Rule, [.. read.Errors.Select(Placed)], [.. read.Warnings.Select(Placed)]);
    }

    private static FieldError Placed(FieldError error) => error.Code == "unknown-type" ? error with { Field = "schedule_type" } : error.Under("schedule_config");

    private static RuleReading Text(string text, RecurrenceContext context)
    {
        var read = RecurrenceRule.Read(text, context);
        if (read.Status == PhraseStatus.Ok) return new(read.Rule, [], [.. read.Warnings.Select(w => w with { Field = "recurrence" })]);
        if (read.Errors.Count > 0) return new(null, [.. read.Errors.Select(e => e with { Field = "recurrence" })], []);
        var choices = string.Join(" or ", read.Options.Select(o => $"“{o.Text}”"));
        return new(null, [new("recurrence", "ambiguous", $"This can be read in more than one way: {choices}.", null, read.Options.Count > 0 ? read.Options[0].Text : null)], []);
    }
}
