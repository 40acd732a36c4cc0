using System.Globalization;
using System.Text.Json.Nodes;

namespace Broadsheet.Core.Recurrence;

/// <summary>Reads the values of a configuration that say times, weekdays, months and days of a month.</summary>
internal static class ConfigDays
{
    /// <summary>A time for every quarter of an hour; more is what cron is for.</summary>
    public const int MaxTimes = 96;

    private static readonly string[] s_weekdays = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

    public static int? Time(ConfigField item)
    {
        if (item.Text() is not { } text) return null;
        if (ClockTime.Parse(text) is { } time) return time;
        var (code, near) = (WordTime.Parse(text) is { } meant ? "clock-time" : "bad-time", WordTime.Parse(text));
        item.Fail(code, $"“{ConfigField.Shown(text)}” is not a time of day from 00:00 to 23:59.", near is { } t ? ClockTime.Text(t) : null);
        return null;
    }

    public static byte Weekdays(ConfigField field)
    {
        var set = 0;
        foreach (var item in field.Items())
            if (Weekday(item) is { } day) set |= 1 << day;
        if (set == 0 && field.Node is JsonArray { Count: 0 }) field.Fail("required", "At least one day is needed.", "MO");
        return (byte)set;
    }

    public static ushort Months(ConfigField field)
    {
        var set = 0;
        foreach (var item in field.Items())
        {
            if (item.Number(1, 12) is { } month) set |= 1 << month;
        }

        if (set == 0 && field.Node is JsonArray { Count: 0 }) field.Fail("required", "At least one month is needed; leave the field out for all.");
        return (ushort)set;
    }

    public static MonthlyOn On(ConfigField field)
    {
        if (field.Node is not JsonObject on)
        {
            field.Fail("wrong-type", "An object is expected: {\"days\": [1]}, {\"nth\": -1, \"weekdays\": [\"FR\"]} or {\"business_day\": -1}.");
            return default;
        }

        Dictionary<string, ConfigField> fields;
        try
        {
            fields = on.Where(f => f.Value is not null).ToDictionary(f => f.Key, f => new ConfigField($"{field.Path}.{f.Key}", f.Value!, field.Errors), StringComparer.Ordinal);
        }
        catch (ArgumentException)
        {
            field.Fail("duplicate-field", "A field is there twice.");
            return default;
        }

        return On(field, fields);
    }

    public static MonthlyOn Numbered(ConfigField field)
    {
        uint days = 0, last = 0;
        foreach (var item in field.Items())
        {
            if (DayOfMonth(item) is not { } day) continue;
            if (day > 0) days |= 1u << day;
            else last |= 1u << -day;
        }

        if ((days | last) == 0 && field.Node is JsonArray { Count: 0 }) field.Fail("required", "At least one day is needed.", "1");
        return new MonthlyOn { Days = days, LastDays = last };
    }

    private static MonthlyOn On(ConfigField field, Dictionary<string, ConfigField> fields)
    {
        string[] known = ["days", "nth", "weekdays", "business_day"];
        foreach (var (name, other) in fields.Where(f => !known.Contains(f.Key, StringComparer.Ordinal)))
            other.Fail("unknown-field", $"“{ConfigField.Shown(name)}” is not a field here.", Nearest.To(name, known));
        var byNumber = fields.ContainsKey("days");
        var byWeekday = fields.ContainsKey("nth") || fields.ContainsKey("weekdays");
        var byBusiness = fields.ContainsKey("business_day");
        if ((byNumber ? 1 : 0) + (byWeekday ? 1 : 0) + (byBusiness ? 1 : 0) > 1)
        {
            field.Fail("conflict", "Only one of days, nth with weekdays, and business_day can be given.");
            return default;
        }

        if (byNumber) return Numbered(fields["days"]);
        if (byBusiness) return Business(fields["business_day"]);
        if (byWeekday) return NthWeekday(field, fields);
        field.Fail("required", "One of days, nth with weekdays, and business_day is needed.");
        return default;
    }

    private static MonthlyOn Business(ConfigField field)
    {
        var (ahead, back) = Signed(field, 23);
        return new MonthlyOn { BusinessDays = ahead, BusinessDaysFromEnd = back };
    }

    private static MonthlyOn NthWeekday(ConfigField field, Dictionary<string, ConfigField> fields)
    {
        if (!fields.TryGetValue("nth", out var nth) || !fields.TryGetValue("weekdays", out var weekdays))
        {
            var missing = fields.ContainsKey("nth") ? "weekdays" : "nth";
            field.Errors.Add(new FieldError($"{field.Path}.{missing}", "required", "nth and weekdays go together."));
            return default;
        }

        var (ahead, back) = Signed(nth, 5);
        return new MonthlyOn { Nth = (byte)ahead, NthFromEnd = (byte)back, Weekdays = Weekdays(weekdays) };
    }

    private static (uint Ahead, uint Back) Signed(ConfigField field, int max)
    {
        uint ahead = 0, back = 0;
        foreach (var item in field.Items())
        {
            if (item.Number(-max, max) is not { } nth) continue;
            if (nth == 0) item.Fail("out-of-range", $"Count from 1, or from the end with -1; 0 is neither.", "1");
            else if (nth > 0) ahead |= 1u << nth;
            else back |= 1u << -nth;
        }

        if ((ahead | back) == 0 && field.Node is JsonArray { Count: 0 }) field.Fail("required", "At least one number is needed.", "1");
        return (ahead, back);
    }

    /// <summary>1 to 31, or 0 down to -30 for the last and the days before it.</summary>
    private static int? DayOfMonth(ConfigField item)
    {
        if (item.Integer() is { } number)
        {
            if (number is >= 1 and <= 31) return (int)number;
            if (number is <= -1 and >= -31) return (int)number + 1;
            item.Fail("out-of-range", $"Day {number} is out of range 1 to 31; for the last day write \"last\".", number > 31 ? "last" : "1");
            return null;
        }

        if (item.Text() is not { } text) return null;
        text = text.Trim().ToLowerInvariant();
        if (text == "last") return 0;
        if (text.StartsWith("last-", StringComparison.Ordinal) && text.Length <= 7
            && int.TryParse(text.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out var before) && before <= 30) return -before;
        item.Fail("unknown-value", $"“{ConfigField.Shown(text)}” is not a day of the month: 1 to 31, \"last\", or \"last-1\" to \"last-30\".", "last");
        return null;
    }

    private static int? Weekday(ConfigField item)
    {
        if (item.Text() is not { } text) return null;
        var word = text.Trim().ToLowerInvariant();
        for (var day = 0; day < 7; day++)
            if (word.Length >= 2 && s_weekdays[day].StartsWith(word, StringComparison.Ordinal)) return day;
        var near = Nearest.To(word, s_weekdays);
        item.Fail("unknown-name", $"“{ConfigField.Shown(text)}” is not a day of the week; write MO, TU, WE, TH, FR, SA or SU.",
            near is null ? null : ConfigWriter.DayNames[Array.IndexOf(s_weekdays, near)]);
        return null;
    }
}
