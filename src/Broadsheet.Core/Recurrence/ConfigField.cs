using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using NodaTime;
using NodaTime.Text;

namespace Broadsheet.Core.Recurrence;

/// <summary>One value of a configuration with its path, read leniently; what can't be read is added to the errors.</summary>
internal readonly record struct ConfigField(string Path, JsonNode Node, List<FieldError> Errors)
{
    /// <summary>The items of a list; a single value counts as a list of one, with the path of the value itself.</summary>
    public IEnumerable<ConfigField> Items()
    {
        if (Node is not JsonArray array) return [this];
        var (path, errors) = (Path, Errors);
        return array.Select((item, i) => (item, i)).Where(x => x.item is not null)
            .Select(x => new ConfigField($"{path}[{x.i}]", x.item!, errors)).ToList();
    }

    /// <summary>A text; null, with an error, where it is none.</summary>
    public string? Text()
    {
        if (Node is JsonValue value && Node.GetValueKind() == JsonValueKind.String && value.TryGetValue<string>(out var text)) return text;
        Fail("wrong-type", "A text is expected here.");
        return null;
    }

    /// <summary>A whole number from <paramref name="min"/> to <paramref name="max"/>, also written as a text.</summary>
    public int? Number(int min, int max)
    {
        if (Integer() is not { } number)
        {
            Fail("wrong-type", $"A whole number from {min} to {max} is expected here.");
            return null;
        }

        if (number >= min && number <= max) return (int)number;
        Fail("out-of-range", $"{number} is out of range {min} to {max}.", Invariant(Math.Clamp(number, min, max)));
        return null;
    }

    /// <summary>A whole number in any of the ways JSON has for one; null where it is none.</summary>
    public long? Integer()
    {
        if (Node is not JsonValue value) return null;
        if (Node.GetValueKind() == JsonValueKind.String)
            return value.TryGetValue<string>(out var text) && text.Length < 12
                && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var read) ? read : null;
        if (Node.GetValueKind() != JsonValueKind.Number) return null;
        if (value.TryGetValue<int>(out var number)) return number;
        if (value.TryGetValue<long>(out var large)) return large;
        return value.TryGetValue<double>(out var real) && Math.Abs(real) < 1e15 && Math.Floor(real).Equals(real) ? (long)real : null;
    }

    public LocalDate? Date()
    {
        if (Text() is not { } text) return null;
        var read = LocalDatePattern.Iso.Parse(text.Trim());
        if (read.Success && read.Value.Year is >= 1 and <= 9999) return read.Value;
        Fail("bad-date", $"“{Shown(text)}” is not a date of the form 2026-01-31.");
        return null;
    }

    /// <summary>One of <paramref name="words"/>, in any case; its index.</summary>
    public int? Choice(params string[] words)
    {
        if (Text() is not { } text) return null;
        var at = Array.FindIndex(words, w => w.Equals(text.Trim(), StringComparison.OrdinalIgnoreCase));
        if (at >= 0) return at;
        Fail("unknown-value", $"“{Shown(text)}” is not one of {string.Join(", ", words)}.", Nearest.To(text, words));
        return null;
    }

    public void Fail(string code, string message, string? suggestion = null, TextSpan? span = null) =>
        Errors.Add(new FieldError(Path, code, message, span, suggestion));

    /// <summary>A wrong value as it may stand in a message.</summary>
    public static string Shown(string text) => text.Length <= 40 ? text : string.Concat(text.AsSpan(0, 40), "…");

    private static string Invariant(long number) => number.ToString(CultureInfo.InvariantCulture);
}
