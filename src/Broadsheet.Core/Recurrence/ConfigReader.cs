using System.Text.Json.Nodes;
using NodaTime;

namespace Broadsheet.Core.Recurrence;

/// <summary>Reads a configuration into terms: field by field, so that every wrong one is named, and then as a whole.</summary>
internal sealed class ConfigReader
{
    private static readonly Duration s_longestJitter = Duration.FromDays(1);

    private static readonly string[] s_all = ["timezone", "start", "end", "exclude", "on_excluded", "jitter"];
    private static readonly string[] s_dated = [.. s_all, "times", "time", "every", "anchor", "months"];

    private readonly RecurrenceContext _context;
    private readonly List<FieldError> _errors = [];
    private readonly List<FieldError> _warnings = [];
    private readonly Dictionary<string, ConfigField> _fields = new(StringComparer.Ordinal);
    private readonly ScheduleType _type;

    private ConfigReader(ScheduleType type, RecurrenceContext context) => (_type, _context) = (type, context);

    public static RuleReading Read(string scheduleType, JsonObject config, RecurrenceContext context)
    {
        if (TypeOf(scheduleType) is not { } type)
        {
            var names = Enum.GetNames<ScheduleType>().Select(n => n.ToLowerInvariant());
            return new RuleReading(null,
                [new FieldError("", "unknown-type", "The type is daily, weekly, monthly or cron.", null, Nearest.To(scheduleType, names))], []);
        }

        var reader = new ConfigReader(type, context);
        return reader.Read(config);
    }

    private static ScheduleType? TypeOf(string text) => text.Trim().ToLowerInvariant() switch
    {
        "daily" => ScheduleType.Daily,
        "weekly" => ScheduleType.Weekly,
        "monthly" => ScheduleType.Monthly,
        "cron" => ScheduleType.Cron,
        _ => null,
    };

    private static string[] FieldsOf(ScheduleType type) => type switch
    {
        ScheduleType.Daily => s_dated,
        ScheduleType.Weekly => [.. s_dated, "days", "day"],
        ScheduleType.Monthly => [.. s_dated, "on", "day", "if_missing"],
        ScheduleType.Cron => [.. s_all, "expression"],
    };

    private RuleReading Read(JsonObject config)
    {
        if (!Gather(config)) return new RuleReading(null, _errors, []);
        var terms = Terms();
        if (_errors.Count > 0 || terms is null) return new RuleReading(null, _errors, []);
        var rule = RuleBuilder.Build(terms, _context, _errors, _warnings);
        return new RuleReading(rule, _errors, rule is null ? [] : _warnings);
    }

    private bool Gather(JsonObject config)
    {
        try
        {
            foreach (var (name, node) in config)
                if (IsKnown(name) && node is not null) _fields[name] = new ConfigField(name, node, _errors);
            return true;
        }
        catch (ArgumentException)
        {
            // A JsonObject finds out about a field that is there twice when it is first looked at.
            _errors.Add(new FieldError("", "duplicate-field", "A field is there twice."));
            return false;
        }
    }

    private bool IsKnown(string name)
    {
        var known = FieldsOf(_type);
        if (known.Contains(name, StringComparer.Ordinal)) return true;
        var owners = Enum.GetValues<ScheduleType>().Where(t => FieldsOf(t).Contains(name, StringComparer.Ordinal)).ToList();
        var type = _type.ToString().ToLowerInvariant();
        _errors.Add(owners.Count > 0
            ? new FieldError(name, "not-for-type", $"“{name}” belongs to {string.Join(" and ", owners).ToLowerInvariant()} schedules, this one is {type}.",
                null, name == "days" && _type == ScheduleType.Monthly ? "on" : null)
            : new FieldError(name, "unknown-field", $"“{ConfigField.Shown(name)}” is not a field of a {type} schedule.", null, Nearest.To(name, known)));
        return false;
    }

    private RuleTerms? Terms()
    {
        var zone = Zone();
        var terms = new RuleTerms { Type = _type, Zone = zone ?? _context.Zone, BusinessWeek = Weekdays.Of(_context.BusinessWeek) };
        terms = Common(terms);
        return _type == ScheduleType.Cron ? Cron(terms) : Dated(terms);
    }

    private DateTimeZone? Zone()
    {
        if (!_fields.TryGetValue("timezone", out var field) || field.Text() is not { } id) return null;
        if (ZoneNames.Find(id.Trim()) is { } zone) return zone;
        var near = ZoneNames.Suggest(id.Trim());
        field.Fail("unknown-zone", $"“{ConfigField.Shown(id)}” is not a time zone{(near is null ? "; write one like Europe/Warsaw." : $"; did you mean {near}?")}", near);
        return null;
    }

    private RuleTerms Common(RuleTerms terms)
    {
        var (start, end) = (Date("start"), Date("end"));
        if (start > end) _fields["end"].Fail("end-before-start", "The end date is before the start date.");
        return terms with
        {
            Start = start,
            End = end,
            Exclude = Exclude(),
            WhenExcluded = (WhenExcluded)(Field("on_excluded")?.Choice("skip", "previous", "next") ?? 0),
            Jitter = Jitter(),
        };
    }

    private string[] Exclude()
    {
        var (ids, seen) = (new List<string>(), new HashSet<string>(StringComparer.Ordinal));
        foreach (var item in Field("exclude")?.Items() ?? [])
        {
            if (item.Text() is not { } id || !seen.Add(id)) continue;
            if (_context.Calendar(id) is null) item.Fail("unknown-calendar", $"There is no calendar “{ConfigField.Shown(id)}”.");
            else ids.Add(id);
        }

        return [.. ids];
    }

    private Duration Jitter()
    {
        if (Field("jitter") is not { } field || field.Text() is not { } text) return Duration.Zero;
        if (IsoDuration.Parse(text.Trim(), s_longestJitter) is { } jitter) return jitter;
        field.Fail("bad-duration", $"“{ConfigField.Shown(text)}” is not a duration of at most a day, such as PT5M for five minutes.", "PT5M");
        return Duration.Zero;
    }

    private RuleTerms? Cron(RuleTerms terms)
    {
        if (Field("expression") is not { } field)
        {
            if (!_fields.ContainsKey("expression")) Require("expression", "A cron schedule needs an expression, for example 0 9 * * 1-5.");
            return null;
        }

        if (field.Text() is not { } text) return null;
        var reading = CronReading.Of(text, terms.Zone, _context.Now);
        if (English(text, reading.Errors) is { } english) _errors.Add(english);
        else _errors.AddRange(reading.Errors.Select(e => e.As("expression")));
        _warnings.AddRange(reading.Warnings.Select(w => w.As("expression")));
        return reading.Fields is { } cron ? terms with { Cron = cron } : null;
    }

    /// <summary>A phrase where cron text is expected: what it says, and as cron where it can be said so.</summary>
    private FieldError? English(string text, IReadOnlyList<CronIssue> issues)
    {
        if (issues is not [{ Code: "field-count" or "not-cron", Suggestion: null } issue] || !text.AsSpan().Trim().ContainsAnyInRange('a', 'z')) return null;
        if (!char.IsAsciiLetter(text.AsSpan().TrimStart()[0]) || PhraseReader.Option(text, _context).Rule is not { } rule) return null;
        return new FieldError("expression", "not-cron", $"This is no cron text but plain English: {rule.Describe()}. Give it as “recurrence”, which takes both.", issue.Span, rule.ToCron());
    }

    private RuleTerms? Dated(RuleTerms terms)
    {
        var every = Field("every")?.Number(1, RuleTerms.MaxEvery) ?? 1;
        var months = Field("months") is { } field ? ConfigDays.Months(field) : Dates.EveryMonth;
        terms = terms with { Every = every, Anchor = Date("anchor"), Months = months, Times = Times() };
        return _type switch
        {
            ScheduleType.Weekly => terms with { Weekdays = WeeklyDays() },
            ScheduleType.Monthly => terms with { On = MonthlyDays(), LastIfMissing = Field("if_missing")?.Choice("skip", "last_day") == 1 },
            _ => terms,
        };
    }

    private int[] Times()
    {
        if (Either("times", "time") is not { } field)
        {
            Require("times", "At least one time of day is needed, for example [\"09:00\"].");
            return [];
        }

        var items = field.Items().ToList();
        if (items.Count == 0) field.Fail("required", "At least one time of day is needed.", "09:00");
        if (items.Count > ConfigDays.MaxTimes) field.Fail("too-many", $"At most {ConfigDays.MaxTimes} times of day can be listed.");
        return [.. items.Take(ConfigDays.MaxTimes).Select(ConfigDays.Time).OfType<int>()];
    }

    private byte WeeklyDays()
    {
        if (Either("days", "day") is { } field) return ConfigDays.Weekdays(field);
        Require("days", "A weekly schedule needs its days, for example [\"MO\", \"TH\"].");
        return 0;
    }

    private MonthlyOn MonthlyDays()
    {
        if (Either("on", "day") is { } field) return field == Field("on") ? ConfigDays.On(field) : ConfigDays.Numbered(field);
        Require("on", "A monthly schedule needs its days, for example {\"days\": [1, \"last\"]}.");
        return default;
    }

    private LocalDate? Date(string name) => Field(name)?.Date();

    private ConfigField? Field(string name) => _fields.TryGetValue(name, out var field) ? field : null;

    /// <summary>A field or its short form. Both at once would be one too many to follow.</summary>
    private ConfigField? Either(string name, string brief)
    {
        var (field, other) = (Field(name), Field(brief));
        if (field is not null) other?.Fail("conflict", $"“{brief}” is a short way to write “{name}”; give only one of them.");
        return field ?? other;
    }

    private void Require(string name, string message) => _errors.Add(new FieldError(name, "required", message));
}
