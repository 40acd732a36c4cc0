using System.Diagnostics;
using System.Text.Json.Nodes;
using Broadsheet.Core.Recurrence;
using NodaTime;

namespace Broadsheet.Benchmarks.Recurrence;

/// <summary>
/// Looks for the expression, zone and instant whose next slot takes longest: rolls dice over what is rare, and measures the
/// slowest again, many times over, so that a neighbour on the machine is not taken for slowness.
/// </summary>
internal static class SlowestNextSearch
{
    private static readonly string[] s_zones = ["Europe/Warsaw", "America/New_York", "Africa/Casablanca", "Antarctica/Troll", "Asia/Gaza", "UTC", "Australia/Lord_Howe"];
    private static readonly string[] s_minutes = ["0", "*", "30", "*/7", "59", "0-5"];
    private static readonly string[] s_hours = ["0", "2", "*", "3", "23", "1-3", "2-2"];
    private static readonly string[] s_days = ["29", "31", "L", "31W", "29W", "30W", "L-30", "L-30W", "L-29W", "31,29", "*", "1W", "30", "29-31"];
    private static readonly string[] s_months = ["2", "2,4", "*", "1", "2,12", "4,6,9,11"];
    private static readonly string[] s_weekdays = ["*", "+MON", "+MON#5", "+SUNL", "5#5", "1#5", "+5#5", "+SAT#1", "+2#1", "+SUN#5", "+FRI"];

    public static void Run(string[] args)
    {
        var dice = new Random(args.Length > 0 ? int.Parse(args[0], System.Globalization.CultureInfo.InvariantCulture) : 1);
        var seconds = args.Length > 1 ? int.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture) : 30;
        var found = new List<(double Nanoseconds, string Text, RecurrenceRule Rule, Instant From)>();
        for (var watch = Stopwatch.StartNew(); watch.Elapsed.TotalSeconds < seconds;)
        {
            string Pick(string[] items) => items[dice.Next(items.Length)];
            var (expression, zone) = ($"{Pick(s_minutes)} {Pick(s_hours)} {Pick(s_days)} {Pick(s_months)} {Pick(s_weekdays)}", Pick(s_zones));
            var context = new RecurrenceContext { Now = Rules.Now, Zone = DateTimeZoneProviders.Tzdb[zone], MinimumInterval = Duration.Zero };
            if (RecurrenceRule.Parse("cron", new JsonObject { ["expression"] = expression }, context).Rule is not { } rule) continue;
            for (var i = 0; i < 24; i++)
            {
                var from = Instant.FromUtc(1890 + dice.Next(200), 1, 1, 0, 0) + Duration.FromMinutes(dice.Next(30_000_000));
                found.Add((Measure(rule, from, 5), $"{expression} {zone} from {from}", rule, from));
            }

            if (found.Count > 5_000) found = [.. found.OrderByDescending(f => f.Nanoseconds).Take(200)];
        }

        foreach (var (nanoseconds, text, _, _) in found.OrderByDescending(f => f.Nanoseconds).Take(200)
            .Select(f => f with { Nanoseconds = Measure(f.Rule, f.From, 400) }).OrderByDescending(f => f.Nanoseconds).Take(10))
            Console.WriteLine($"{nanoseconds,7:F0} ns  {text}");
    }

    private static double Measure(RecurrenceRule rule, Instant from, int tries)
    {
        const int calls = 50;
        var best = double.MaxValue;
        for (var i = 0; i < tries; i++)
        {
            var started = Stopwatch.GetTimestamp();
            for (var call = 0; call < calls; call++) GC.KeepAlive(rule.Next(from) is null);
            best = Math.Min(best, Stopwatch.GetElapsedTime(started).TotalNanoseconds / calls);
        }

        return best;
    }
}
