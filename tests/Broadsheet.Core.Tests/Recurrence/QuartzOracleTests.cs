using NodaTime;
using Quartz;

namespace Broadsheet.Core.Tests.Recurrence;

/// <summary>
/// Quartz.NET as a live oracle on what both say alike: expressions without wrapping steps, in zones where its time line is
/// right. It reads zones of the framework, so the comparison keeps to times without a transition nearby.
/// </summary>
public sealed class QuartzOracleTests
{
    // Those whose rules have not changed since 2020 in any release of the zone database.
    private static readonly string[] s_zones =
    [
        "UTC", "Asia/Tokyo", "Asia/Kathmandu", "Europe/Warsaw", "America/New_York", "Australia/Sydney", "Europe/London", "America/Los_Angeles", "America/St_Johns",
        "America/Phoenix", "America/Sao_Paulo", "Africa/Johannesburg", "Asia/Kolkata", "Asia/Singapore", "Australia/Lord_Howe", "Pacific/Auckland", "Pacific/Chatham", "Pacific/Kiritimati",
    ];


    [Fact]
    public void Next_agrees_with_Quartz_away_from_transitions()
    {
        var compared = 0;
        for (var seed = 0; seed < 4_000; seed++)
        {
            var dice = new Random(seed);
            var expression = $"{Time(dice, 60)} {Time(dice, 24)} {Days(dice)}";
            var zone = s_zones[dice.Next(s_zones.Length)];
            var from = Instant.FromUtc(2020, 1, 1, 0, 0) + Duration.FromSeconds(dice.NextInt64(0, 10L * 365 * 86_400));
            if (Some.Cron(expression, zone).Next(from) is not { } ours) continue;
            if (IsNearTransition(zone, from, ours)) continue;
            compared++;
            var quartz = new CronExpression(QuartzText(expression), PeerZone(zone));
            Assert.True(quartz.GetNextValidTimeAfter(from.ToDateTimeOffset()) == ours.ToDateTimeOffset(),
                $"seed {seed}: {expression} {zone} from {from}: {ours}, Quartz {quartz.GetNextValidTimeAfter(from.ToDateTimeOffset())}");
        }

        Assert.True(compared > 2_000, $"{compared} compared.");
    }

    private static bool IsNearTransition(string zone, Instant from, Instant to)
    {
        var day = Duration.FromDays(2);
        return Some.Zone(zone).GetZoneIntervals(from - day, to + day).Skip(1).Any(i => i.Start - day < from && from < i.Start + day)
            || Some.Zone(zone).GetZoneIntervals(to - day, to + day).Count() > 1;
    }

    private static string Time(Random dice, int size) => dice.Next(5) switch
    {
        0 => "*",
        1 => $"*/{dice.Next(2, size / 2)}",
        2 => string.Join(',', Enumerable.Range(0, 3).Select(_ => dice.Next(size))),
        3 => dice.Next(size / 2) is var first ? $"{first}-{dice.Next(first, size)}" : "",
        _ => $"{dice.Next(size)}",
    };

    private static string Days(Random dice) => dice.Next(6) switch
    {
        0 => $"{dice.Next(1, 29)} * *",
        1 => $"* * {dice.Next(7)}",
        2 => $"* {dice.Next(1, 13)} {dice.Next(7)}#{dice.Next(1, 5)}",
        3 => $"{(dice.Next(2) == 0 ? "L" : "LW")} * *",
        4 => $"* * {dice.Next(7)}L",
        _ => $"{dice.Next(1, 28)}W * *",
    };

    private static string QuartzText(string expression)
    {
        var fields = expression.Split(' ');
        var weekday = string.Concat(fields[4].Select((c, i) => char.IsAsciiDigit(c) && (i == 0 || fields[4][i - 1] != '#') ? (char)(c + 1) : c));
        if (fields[4] == "*") weekday = "?";
        else fields[2] = "?";
        return $"0 {fields[0]} {fields[1]} {fields[2]} {fields[3]} {weekday}";
    }

    // The peer knows no other zones than the framework's.
#pragma warning disable RS0030
    private static TimeZoneInfo PeerZone(string zone) => TimeZoneInfo.FindSystemTimeZoneById(zone);
#pragma warning restore RS0030
}
