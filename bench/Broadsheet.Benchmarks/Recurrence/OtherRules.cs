using System.Text.Json.Nodes;
using BenchmarkDotNet.Attributes;
using Broadsheet.Core.Recurrence;
using NodaTime;

namespace Broadsheet.Benchmarks.Recurrence;

/// <summary>What cron can't say, a year of slots at once, and reading: a configuration and a phrase.</summary>
[Config(typeof(ShortRuns))]
public class OtherRules
{
    private const string Zone = "America/New_York";
    private const int Instants = 64;
    private static readonly JsonObject s_config = JsonNode.Parse("""{"days":["MO","TH"],"every":2,"anchor":"2026-01-19","times":["09:00"]}""")!.AsObject();
    private readonly RecurrenceRule _quarters = Rules.Cron("*/15 * * * *", Zone);
    private readonly RecurrenceRule _fortnightly = Rules.Of("weekly", s_config, Zone);
    private readonly RecurrenceRule _businessDay = Rules.Of("monthly", JsonNode.Parse("""{"on":{"business_day":-1},"times":["17:00"]}""")!.AsObject(), Zone);
    private readonly RecurrenceContext _context = new() { Now = Rules.Now, Zone = DateTimeZoneProviders.Tzdb[Zone] };

    [Benchmark(OperationsPerInvoke = Instants)]
    public long Every_two_weeks() => Sum(_fortnightly);

    [Benchmark(OperationsPerInvoke = Instants)]
    public long Last_business_day() => Sum(_businessDay);

    [Benchmark]
    public int A_year_of_quarters_of_an_hour()
    {
        var count = 0;
        var end = Rules.Now + Duration.FromDays(365);
        for (var at = _quarters.Next(Rules.Now); at is { } slot && slot < end; at = _quarters.Next(slot)) count++;
        return count;
    }

    [Benchmark]
    public int A_year_of_quarters_as_the_preview_lists_them() =>
        _quarters.Occurrences(Rules.Now).TakeWhile(slot => slot.At < Rules.Now + Duration.FromDays(365)).Count();

    [Benchmark]
    public object? Read_a_configuration() => RecurrenceRule.Parse("weekly", s_config, _context).Rule;

    [Benchmark]
    public object? Read_a_phrase() => RecurrenceRule.Read("last Friday of the month at 17:30 Europe/Warsaw", _context).Rule;

    private static long Sum(RecurrenceRule rule)
    {
        var sum = 0L;
        for (var i = 0; i < Instants; i++) sum += rule.Next(Rules.Now + Duration.FromMinutes(i * 16_433L))!.Value.ToUnixTimeSeconds();
        return sum;
    }
}
