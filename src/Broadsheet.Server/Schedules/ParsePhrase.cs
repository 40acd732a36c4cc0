using System.Text.Json.Nodes;
using Broadsheet.Core;
using Broadsheet.Core.Access;
using Broadsheet.Core.Recurrence;
using Broadsheet.Server.Http;
using NodaTime;

namespace Broadsheet.Server.Schedules;

/// <summary>Plain English or cron text, read in a zone (the workspace's where absent) as of a moment.</summary>
internal sealed record ParseBody
{
    public required string Text { get; init; }
    public string? Timezone { get; init; }
    public Instant? Now { get; init; }
}

/// <summary>What a text means: a recurrence with notes, a choice between readings, or what is wrong where.</summary>
internal sealed record ParseAnswer
{
    /// <summary>ok, ambiguous or error.</summary>
    public required string Status { get; init; }
    public string? ScheduleType { get; init; }
    public JsonObject? ScheduleConfig { get; init; }
    public string? Description { get; init; }
    public string? Cron { get; init; }
    public IReadOnlyList<NoteWire> Notes { get; init; } = [];
    public IReadOnlyList<FieldErrorWire> Warnings { get; init; } = [];
    public IReadOnlyList<OccurrenceWire> Occurrences { get; init; } = [];
    public IReadOnlyList<OptionWire> Options { get; init; } = [];
    public FieldErrorWire? Error { get; init; }
}

/// <summary>Something that was assumed.</summary>
internal sealed record NoteWire(string Code, string Message);

/// <summary>A reading to choose: its text reads as it without question.</summary>
internal sealed record OptionWire(string Text, string Description);

/// <summary>Reads what a person typed for when.</summary>
internal sealed class ParsePhrase(Recurrences recurrences)
{
    private const int Shown = 5;

    public async Task<Result<ParseAnswer>> RunAsync(Actor actor, Result<ParseBody> body, CancellationToken ct)
    {
        if (actor.Refuse(Permission.See) is { } refused) return refused;
        if (!body.IsOk) return body.Problem;
        if (body.Value.Timezone is { } zone && DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) is null) return new Problem.Invalid([Zones.Unknown("timezone", zone)]);
        var context = await recurrences.ContextAsync(actor.Workspace, body.Value.Timezone, ct);
        var now = body.Value.Now ?? context.Now;
        var read = RecurrenceRule.Read(body.Value.Text, new RecurrenceContext { Now = now, Zone = context.Zone, Calendar = context.Calendar, BusinessWeek = context.BusinessWeek });
        var answer = new ParseAnswer
        {
            Status = read.Status.ToString().ToLowerInvariant(),
            Notes = [.. read.Notes.Select(n => new NoteWire(n.Code, n.Text))],
            Warnings = [.. read.Warnings.Select(FieldErrorWire.Of)],
            Options = [.. read.Options.Select(o => new OptionWire(o.Text, o.Description))],
            Error = read.Error is { } error ? FieldErrorWire.Of(error with { Field = "text" }) : null,
        };
        if (read.Rule is not { } rule) return answer;
        return answer with
        {
            ScheduleType = rule.Type.ToString().ToLowerInvariant(),
            ScheduleConfig = rule.ToConfig(),
            Description = rule.Describe(),
            Cron = rule.ToCron(),
            Occurrences = [.. rule.Occurrences(now).Take(Shown).Select(OccurrenceWire.Of)],
        };
    }
}
