using BenchmarkDotNet.Attributes;
using Broadsheet.Core.Recurrence;
using NodaTime;

namespace Broadsheet.Benchmarks.Recurrence;

/// <summary>The dearest next slots that <see cref="SlowestNextSearch"/> has found: what is rare, from where its next is farthest.</summary>
[Config(typeof(ShortRuns))]
public class DearestNext
{
    private RecurrenceRule _rule = null!;
    private Instant _from;

    [Params("59 1-3 L 2,2 +SUN#5 | America/New_York | 2088-11-02T08:48:00Z", "0 * 29 2 +MON#5 | Europe/Warsaw | 2072-08-16T01:00:00Z",
        "59 1-3 L 2,4 +MON#5 | Antarctica/Troll | 2055-10-31T08:46:00Z", "30 2-2 * 2 1#5 | Australia/Lord_Howe | 2074-03-18T15:45:00Z",
        "0 0 29 2 +MON | UTC | 2300-03-01T00:00:00Z")]
    public string Case { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        var parts = Case.Split(" | ");
        (_rule, _from) = (Rules.Cron(parts[0], parts[1]), NodaTime.Text.InstantPattern.General.Parse(parts[2]).Value);
    }

    [Benchmark]
    public Instant? Next() => _rule.Next(_from);
}
