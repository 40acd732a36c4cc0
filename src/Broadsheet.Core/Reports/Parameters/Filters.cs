using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Broadsheet.Core.Reports.Tables;
using NodaTime;
using NodaTime.Text;

namespace Broadsheet.Core.Reports.Parameters;

/// <summary>Filters against the parameters of a report. Fields of errors are relative to the filters: <c>region</c>, <c>period.from</c>.</summary>
public static class Filters
{
    private const int MaxValues = 1_000;
    private const int MaxText = 2_000;

    /// <summary>Everything that is wrong with <paramref name="filters"/>, all at once, without a slot.</summary>
    public static Result<Done> Check(IReadOnlyList<Parameter> parameters, JsonObject filters) =>
        Resolve(parameters, filters, NodaConstants.UnixEpoch, DateTimeZone.Utc, IsoDayOfWeek.Monday).Select(_ => default(Done));

    /// <summary>
    /// The values for one slot. Texts are read as the parameter's type (<c>"5"</c> is a number), so that a command line can
    /// give them; defaults fill what is absent or null.
    /// </summary>
    public static Result<ResolvedFilters> Resolve(
        IReadOnlyList<Parameter> parameters, JsonObject filters, Instant slot, DateTimeZone zone, IsoDayOfWeek weekStart)
    {
        var errors = new List<FieldError>();
        foreach (var (name, _) in filters)
        {
            if (parameters.All(p => p.Name != name))
                errors.Add(new(name, "unknown-filter", Unknown(name, parameters), null, Nearest.To(name, parameters.Select(p => p.Name))));
        }

        var values = new List<FilterValue>();
        foreach (var parameter in parameters)
        {
            var given = filters[parameter.Name] ?? parameter.Default;
            if (given is null && parameter.Required)
                errors.Add(new(parameter.Name, "required", $"The report needs a value for “{parameter.Name}”.", null, Example(parameter)));
            values.Add(new Reading(parameter, slot, zone, weekStart, errors).Read(given));
        }

        return errors.Count > 0 ? new Problem.Invalid(errors) : new ResolvedFilters(values);
    }

    private static string Unknown(string name, IReadOnlyList<Parameter> parameters) => parameters.Count == 0
        ? $"This report has no parameters, so “{name}” filters nothing: remove it."
        : $"This report has no parameter “{name}”. It has: {string.Join(", ", parameters.Select(p => p.Name))}.";

    private static string Example(Parameter parameter) => parameter.Type switch
    {
        ParameterType.Number => "1",
        ParameterType.Boolean => "true",
        ParameterType.Date => "2026-11-16",
        ParameterType.Period => "last_week",
        ParameterType.Choice when parameter.Choices.Count > 0 => parameter.Choices[0],
        ParameterType.Choice or ParameterType.Text => "text",
    };

    private sealed class Reading(Parameter parameter, Instant slot, DateTimeZone zone, IsoDayOfWeek weekStart, List<FieldError> errors)
    {
        public FilterValue Read(JsonNode? given)
        {
            if (parameter.Type == ParameterType.Period) return new(parameter, [], given is null ? null : Range(given));
            if (given is null) return new(parameter, parameter.Multiple ? [] : [Cell.Null], null);
            if (!parameter.Multiple) return new(parameter, [One(given, parameter.Name)], null);
            var items = given is JsonArray array ? [.. array] : new List<JsonNode?> { given };
            if (items.Count > MaxValues)
            {
                errors.Add(new(parameter.Name, "too-many", $"At most {MaxValues} values are taken; there are {items.Count}."));
                return new(parameter, [], null);
            }

            return new(parameter, [.. items.Select((item, i) => One(item, given is JsonArray ? $"{parameter.Name}[{i}]" : parameter.Name))], null);
        }

        private Cell One(JsonNode? node, string field)
        {
            var text = node?.GetValueKind() switch
            {
                JsonValueKind.String => node.GetValue<string>(),
                JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => node.ToJsonString(),
                _ => null,
            };
            var cell = text is null ? null : parameter.Type switch
            {
                ParameterType.Number => decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var d) ? Cell.Of(d) : null,
                ParameterType.Boolean => bool.TryParse(text, out var flag) ? Cell.Of(flag) : null,
                ParameterType.Date => Day(text) is { } day ? Cell.Of(day) : null,
                ParameterType.Choice => Choice(text),
                ParameterType.Text => node!.GetValueKind() == JsonValueKind.String && IsLine(text) ? Cell.Of(text) : null,
                ParameterType.Period => throw new System.Diagnostics.UnreachableException(),
            } as Cell?;
            if (cell is { } read) return read;
            errors.Add(WrongType(field, text));
            return default;
        }

        private FieldError WrongType(string field, string? given) => parameter.Type switch
        {
            ParameterType.Number => new(field, "wrong-type", $"“{parameter.Name}” must be a number.", null, "1"),
            ParameterType.Boolean => new(field, "wrong-type", $"“{parameter.Name}” must be true or false.", null, "true"),
            ParameterType.Date => new(field, "wrong-type", $"“{parameter.Name}” must be a date as 2026-11-16, or today or yesterday.", null, "2026-11-16"),
            ParameterType.Choice when given is not null && parameter.Choices.Count > 0 =>
                new(field, "unknown-choice", $"“{parameter.Name}” must be one of: {string.Join(", ", parameter.Choices)}.", null, Nearest.To(given, parameter.Choices)),
            _ => new(field, "wrong-type", $"“{parameter.Name}” must be a text of up to {MaxText} characters on one line"
                + (parameter.Multiple ? ", or a list of them." : ".")),
        };

        private Cell? Choice(string text) =>
            IsLine(text) && (parameter.Choices.Count == 0 || parameter.Choices.Contains(text)) ? Cell.Of(text) : null;

        private LocalDate? Day(string text)
        {
            var today = slot.InZone(zone).Date;
            if (text == "today") return today;
            if (text == "yesterday") return today.PlusDays(-1);
            return LocalDatePattern.Iso.Parse(text) is { Success: true, Value: var day } && day.Year > 0 ? day : null;
        }

        private DateRange? Range(JsonNode given)
        {
            if (given.GetValueKind() == JsonValueKind.String)
            {
                var name = given.GetValue<string>();
                var range = Period.Resolve(name, slot, zone, weekStart);
                if (range is null)
                    errors.Add(new(parameter.Name, "unknown-period", $"There is no period “{name}”. There are: {string.Join(", ", Period.Names)}; or give from and to.",
                        null, Nearest.To(name, Period.Names)));
                return range;
            }

            if (given is not JsonObject both)
            {
                errors.Add(new(parameter.Name, "wrong-type", $"“{parameter.Name}” must be a period as last_week, or an object with from and to.", null, "last_week"));
                return null;
            }

            foreach (var (name, _) in both.Where(p => p.Key is not ("from" or "to")))
                errors.Add(new($"{parameter.Name}.{name}", "unknown-field", "A period has from and to only."));
            var (from, to) = (End(both, "from"), End(both, "to"));
            if (from is null || to is null) return null;
            if (from <= to) return new(from.Value, to.Value);
            errors.Add(new($"{parameter.Name}.to", "reversed", "A period's last day, to, may not be before its first day, from."));
            return null;
        }

        private LocalDate? End(JsonObject both, string name)
        {
            var day = both[name] is { } node && node.GetValueKind() == JsonValueKind.String ? Day(node.GetValue<string>()) : null;
            if (day is null) errors.Add(new($"{parameter.Name}.{name}", "wrong-type", $"A period's “{name}” must be a date as 2026-11-16.", null, "2026-11-16"));
            return day;
        }

        private static bool IsLine(string text) => text.Length <= MaxText && !text.Any(char.IsControl);
    }
}
