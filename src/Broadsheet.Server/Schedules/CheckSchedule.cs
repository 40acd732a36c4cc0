using System.Text.Json.Nodes;
using Broadsheet.Core;
using Broadsheet.Core.Access;
using Broadsheet.Core.Reports.Parameters;
using Broadsheet.Server.Deliveries;
using Broadsheet.Server.Reports;
using Broadsheet.Server.Runs;

namespace Broadsheet.Server.Schedules;

/// <summary>Every rule a schedule must keep, checked together, so that a caller sees all that is wrong at once.</summary>
internal sealed class CheckSchedule(ReadRecurrence recurrence, ReportLibrary library, Destinations destinations, FormatCatalog formats)
{
    private const int MaxName = 255;
    private const int MaxDestinations = 50;

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
        var filters = body.Filters ?? [];
        if (report is not null) Take(Filters.Check(report.Document.Parameters, filters), errors, "filters");
        var wanted = Formats(body, errors);
        var sendTo = await DestinationsAsync(actor, body, saved, errors, ct);
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
            var destination = await destinations.ReadAsync(actor.Workspace, given[i], saved?.ElementAtOrDefault(i), ct);
            if (Take(destination, errors, $"destinations[{i}]") is { } stored) read.Add(stored);
        }

        return read;
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
