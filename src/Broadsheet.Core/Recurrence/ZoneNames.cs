using NodaTime;

namespace Broadsheet.Core.Recurrence;

/// <summary>Time zones by their names in the TZDB that NodaTime brings along. They are never guessed, only suggested.</summary>
internal static class ZoneNames
{
    private static readonly Dictionary<string, string> s_ids =
        DateTimeZoneProviders.Tzdb.Ids.ToDictionary(id => id, id => id, StringComparer.OrdinalIgnoreCase);

    private static readonly string[] s_sorted = [.. s_ids.Keys.Order(StringComparer.Ordinal)];

    private static readonly ILookup<string, string> s_cities = DateTimeZoneProviders.Tzdb.Ids
        .Where(id => id.Contains('/') && !id.StartsWith("Etc/", StringComparison.Ordinal))
        .ToLookup(id => id[(id.LastIndexOf('/') + 1)..].Replace('_', ' '), StringComparer.OrdinalIgnoreCase);

    /// <summary>The zone of an id in any case, or null.</summary>
    public static DateTimeZone? Find(string id)
    {
        if (id.Length > 64) return null;
        return DateTimeZoneProviders.Tzdb.GetZoneOrNull(s_ids.GetValueOrDefault(id, id));
    }

    /// <summary>The zone named after a city, <c>New York</c>; null where none or more than one is.</summary>
    public static DateTimeZone? OfCity(string city)
    {
        var ids = s_cities[city].ToList();
        return ids.Count == 1 ? Find(ids[0]) : null;
    }

    /// <summary><c>Etc/GMT-2</c> for <c>UTC+2</c> (their signs are the other way round); null for anything but an offset of whole hours.</summary>
    public static string? OfOffset(string text)
    {
        var sign = text.AsSpan().IndexOfAny('+', '-');
        if (sign < 0 || (sign > 0 && !char.IsAsciiLetter(text[0]))) return null;
        var parts = text[(sign + 1)..].Split(':');
        if (parts.Length > 2 || (parts.Length == 2 && parts[1] != "00") || parts[0].Length is 0 or > 2 || !parts[0].All(char.IsAsciiDigit)) return null;
        return Find($"Etc/GMT{(text[sign] == '+' ? '-' : '+')}{int.Parse(parts[0], System.Globalization.CultureInfo.InvariantCulture)}")?.Id;
    }

    /// <summary>An id close to a wrong one: a city, a small slip, or one that begins the same; null where nothing is near.</summary>
    public static string? Suggest(string wrong)
    {
        if (wrong.Length is < 2 or > 40 || !wrong.All(c => char.IsAsciiLetterOrDigit(c) || "/_-+ ".Contains(c, StringComparison.Ordinal))) return null;
        if (OfCity(wrong.Replace('_', ' ')) is { } zone) return zone.Id;
        var near = Nearest.To(wrong, s_ids.Keys.Where(id => IsAsLong(id, wrong)));
        if (near is not null && (near.Contains('/') || near.Length > 4)) return near;
        if (NearCity(wrong) is { } city) return city;
        return wrong.Length < 5 ? null : s_sorted.FirstOrDefault(id => id.StartsWith(wrong[..5], StringComparison.OrdinalIgnoreCase)
            || id.Contains('/' + wrong, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Near enough in length and beginning to be near at all: most names need no closer look.</summary>
    private static bool IsAsLong(string name, string wrong) =>
        Math.Abs(name.Length - wrong.Length) <= Math.Max(1, wrong.Length / 3) && name.StartsWith(wrong[..2], StringComparison.OrdinalIgnoreCase);

    private static string? NearCity(string wrong)
    {
        var city = Nearest.To(wrong.Replace('_', ' '), s_cities.Select(c => c.Key).Where(c => IsAsLong(c, wrong)));
        return city is null ? null : s_cities[city].First();
    }
}
