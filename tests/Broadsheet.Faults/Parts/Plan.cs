using System.Globalization;
using NodaTime;

namespace Broadsheet.Faults.Parts;

/// <summary>
/// A schedule and the slots it owes, worked out here by plain arithmetic over minutes and never by the product's own recurrence. The
/// slots are those of the last whole hour, in a zone whose offset does not change: tomorrow's hour is not reached by any test.
/// </summary>
/// <param name="Name">Of the schedule, its webhook's path and its recipient.</param>
/// <param name="Cron">The expression, in <paramref name="Zone"/>.</param>
internal sealed record Plan(string Name, string Cron, string Zone, IReadOnlyList<Instant> Slots, bool ByMail)
{
    private static readonly (string Zone, int Minutes)[] Zones = [("UTC", 0), ("Asia/Kathmandu", 345), ("America/Phoenix", -420), ("Asia/Kolkata", 330)];
    private static readonly int[] Steps = [5, 6, 7, 10];

    public string Recipient => Name + "@example.com";

    /// <summary>Plan number <paramref name="number"/>: steps, zones and channels in turn.</summary>
    public static Plan Of(int number, Instant now)
    {
        var (zone, offset) = Zones[number % Zones.Length];
        var step = Steps[number / 2 % Steps.Length];
        var local = now.ToUnixTimeSeconds() + (offset * 60L);
        var hour = (local - (local % 3600)) - 3600;
        var slots = Enumerable.Range(0, 60).Where(minute => minute % step == 0)
            .Select(minute => Instant.FromUnixTimeSeconds(hour + (minute * 60L) - (offset * 60L))).ToList();
        var cron = string.Create(CultureInfo.InvariantCulture, $"*/{step} {hour / 3600 % 24} * * *");
        return new($"plan-{number.ToString(CultureInfo.InvariantCulture)}", cron, zone, slots, number % 2 == 0);
    }
}
