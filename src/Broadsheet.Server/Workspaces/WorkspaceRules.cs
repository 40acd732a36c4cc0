using System.Text.Json.Nodes;
using Broadsheet.Core;
using NodaTime;

namespace Broadsheet.Server.Workspaces;

/// <summary>What a workspace's fields may be.</summary>
internal static class WorkspaceRules
{
    private const int LongestName = 100;
    private const int LongestSlug = 40;

    public static FieldError? Slug(string slug)
    {
        var formed = slug.Length is >= 2 and <= LongestSlug && slug.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-') && slug[0] != '-' && slug[^1] != '-';
        return formed ? null : new("slug", "bad-slug", $"A slug has 2 to {LongestSlug} lower-case letters, digits or -, and begins and ends with a letter or digit.");
    }

    public static FieldError? Name(string name) =>
        name.Trim().Length is 0 or > LongestName || name.Any(char.IsControl) ? new("name", "bad-length", $"A name has 1 to {LongestName} characters, on one line.") : null;

    public static FieldError? Timezone(string zone)
    {
        if (DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) is not null && DateTimeZoneProviders.Tzdb.Ids.Contains(zone)) return null;
        return new("timezone", "unknown-timezone", "This is not an IANA time zone such as Europe/Warsaw.", null, Nearest.To(zone, DateTimeZoneProviders.Tzdb.Ids));
    }

    public static FieldError? WeekStart(int day) =>
        day is >= 1 and <= 7 ? null : new("week_start", "out-of-range", "“week_start” is 1 for Monday to 7 for Sunday.");

    public static JsonObject Audited(WorkspaceRow row) =>
        new()
        {
            ["slug"] = row.Slug, ["name"] = row.Name, ["timezone"] = row.Timezone, ["week_start"] = row.WeekStart,
            ["limits"] = WorkspaceLimits.Of(row).Audited(), ["retention"] = WorkspaceRetention.Of(row).Audited(),
        };
}
