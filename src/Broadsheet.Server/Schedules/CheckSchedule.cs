using System.Text.Json.Nodes;
using Broadsheet.Core;
using Broadsheet.Core.Access;
using Broadsheet.Core.Reports.Parameters;
using Broadsheet.Server.Deliveries;
using Broadsheet.Server.Reports;
using Broadsheet.Server.Runs;
using Broadsheet.Server.Storage;
using Broadsheet.Server.Workspaces;

namespace Broadsheet.Server.Schedules;

/// <summary>Every rule a schedule must keep, checked together, so that a caller sees all that is wrong at once.</summary>
internal sealed class CheckSchedule(
    AppDb db, Clock clock, ReadRecurrence recurrence, ReportLibrary library, Destinations destinations, ChannelCatalog channels, FormatCatalog formats)
{
    private const int MaxName = 255;
    private const int MaxDestinations = 50;
    private const string ToField = "to";

    /// <param name="saved">
    /// The destinations that are stored, for secrets that come masked: empty for a new schedule. Null where nothing is to be saved;
    /// destinations with a masked secret are then left out.
    /// </param>
    public async Task<Result<CheckedSchedule>> RunAsync(Actor actor, ScheduleBody body, IReadOnlyList<JsonObject>? saved, CancellationToken ct)
    {
        var errors = new List<FieldError>();
        var report = Take(await ReportAsync(actor, body, ct), errors);
        var reading = await recurrence.RunAsync(actor, body, ct);
        errors.AddRange(reading.Errors);
        if (reading.Rule is { } rule && saved is not null && await Quotas.RefuseIntervalAsync(db, actor.Workspace, rule.Next, clock.Now, ct) is { } close) errors.Add(close);
        var filters = body.Filters ?? [];
        if (report is not null && body.ForEach is null) Take(Filters.Check(report.Document.Parameters, filters), errors, "filters");
        var wanted = Formats(body, errors);
        var sendTo = await DestinationsAsync(actor, body, saved, errors, ct);
        CheckForEach(body, report, filters, sendTo.Count, errors);
        var policy = body.Policy ?? new PolicyWire();
        Take(policy.Read(), errors, "policy");
        var name = Name(body.Name ?? report?.Row.Title, errors);
        if (errors.Count > 0) return new Problem.Invalid(errors);
        return new CheckedSchedule
        {
            Name = name,
            Rule = reading.Rule!,
            RecurrenceText = body.Recurrence,
            Report = report!,
            Filters = filters,
            Formats = wanted,
            Destinations = sendTo,
            ForEach = body.ForEach,
            Condition = body.Condition ?? new ConditionWire(),
            Policy = policy,
            Enabled = body.Enabled ?? true,
            Warnings = reading.Warnings,
        };
    }

    private async Task<Result<KnownReport>> ReportAsync(Actor actor, ScheduleBody body, CancellationToken ct) => (body.TemplateId, body.ReportType) switch
    {
        ({ } id, var type) => await library.FindAsync(actor.Workspace, new Core.Reports.TemplateId(id), type, ct),
        (null, { } type) => await library.FindAsync(actor.Workspace, type, ct),
        _ => new Problem.Invalid("template_id", "required", "“template_id” or “report_type” says which report; one of them is needed."),
    };

    private List<string> Formats(ScheduleBody body, List<FieldError> errors)
    {
        var wanted = body.Formats ?? ["xlsx"];
        if (wanted.Count == 0) errors.Add(new("formats", "required", "At least one format is needed.", null, "xlsx"));
        for (var i = 0; i < wanted.Count; i++)
        {
            if (!formats.Names.Contains(wanted[i]))
                errors.Add(new($"formats[{i}]", "unknown-format", $"There is no format “{wanted[i]}”. There are: {string.Join(", ", formats.Names)}.", null, Nearest.To(wanted[i], formats.Names)));
        }

        return [.. wanted.Distinct()];
    }

    private async Task<List<JsonObject>> DestinationsAsync(Actor actor, ScheduleBody body, IReadOnlyList<JsonObject>? saved, List<FieldError> errors, CancellationToken ct)
    {
        var given = body.Destinations ?? [new JsonObject { ["type"] = InboxChannel.Name }];
        var read = new List<JsonObject>();
        if (given.Count > MaxDestinations) errors.Add(new("destinations", "too-many", $"At most {MaxDestinations} destinations; list several recipients in one."));
        for (var i = 0; i < given.Count; i++)
        {
            if (saved is null && DestinationSecrets.HasMask(given[i])) continue;
            if (body.ForEach is not null && WrongForEach(given[i]) is { } wrong)
            {
                errors.Add(wrong.Under($"destinations[{i}]"));
                continue;
            }

            var destination = await destinations.ReadAsync(actor.Workspace, body.ForEach is null ? given[i] : StandIn(given[i]), saved?.ElementAtOrDefault(i), ct);
            if (Take(destination, errors, $"destinations[{i}]") is not { } stored) continue;
            if (body.ForEach is not null) stored.Remove(ToField);
            read.Add(stored);
        }

        return read;
    }

    private static void CheckForEach(ScheduleBody body, KnownReport? report, JsonObject filters, int destinations, List<FieldError> errors)
    {
        if (body.ForEach is null || report is null) return;
        Take(ForEach.Check(body.ForEach, report.Document, filters), errors, "for_each");
        if (destinations == 0 && errors.Count == 0) errors.Add(new("destinations", "required", "“for_each” needs at least one destination, without “to”."));
        if (body.Condition?.Send == Core.Schedules.SendCondition.WhenChanged)
            errors.Add(new("condition.send", "for-each", "when_changed compares with the last report, and each recipient has one of their own: use always, when_rows or when_empty."));
    }

    private FieldError? WrongForEach(JsonObject destination)
    {
        if (destination[ToField] is not null) return new(ToField, "for-each", "“for_each” says who gets it: leave “to” out.");
        return channels.ChannelOf(destination) is { IsOk: true } known && known.Value.Destination.Settings.All(s => s.Name != ToField)
            ? new("type", "for-each", "“for_each” goes to people: by email, sms or inbox.")
            : null;
    }

    /// <summary>The destination with the example of its channel as its recipient, so that all else of it is checked.</summary>
    private JsonObject StandIn(JsonObject destination)
    {
        var stand = destination.DeepClone().AsObject();
        if (channels.ChannelOf(destination) is { IsOk: true } known && known.Value.Destination.Settings.FirstOrDefault(s => s.Name == ToField)?.Example is { } example) stand[ToField] = new JsonArray(example);
        return stand;
    }

    private static string Name(string? name, List<FieldError> errors)
    {
        if (name is null) return "";
        var trimmed = name.Trim();
        if (trimmed.Length is 0 or > MaxName) errors.Add(new("name", "length", $"A name has 1 to {MaxName} characters."));
        else if (trimmed.Any(char.IsControl)) errors.Add(new("name", "control-character", "A name has no line ends or other control characters."));
        return trimmed;
    }

    private static T? Take<T>(Result<T> result, List<FieldError> errors, string? under = null)
    {
        if (result.IsOk) return result.Value;
        if (result.Problem is Problem.Invalid invalid) errors.AddRange(under is null ? invalid.Errors : invalid.Errors.Select(e => e.Under(under)));
        else errors.Add(new(under ?? "", "invalid", result.Problem.Summary));
        return default;
    }
}
