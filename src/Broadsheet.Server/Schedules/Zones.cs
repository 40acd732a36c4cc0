using Broadsheet.Core;
using NodaTime;

namespace Broadsheet.Server.Schedules;

/// <summary>What is said about a time zone that does not exist.</summary>
internal static class Zones
{
    public static FieldError Unknown(string field, string given) => new(field, "unknown-zone",
        $"There is no time zone “{(given.Length > 64 ? given[..64] + "…" : given)}”. Use an IANA name such as Europe/Warsaw.", null, Nearest.To(given, DateTimeZoneProviders.Tzdb.Ids));
}
