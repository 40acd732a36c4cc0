using BenchmarkDotNet.Attributes;
using Broadsheet.Core.Recurrence;
using NodaTime;
using Quartz;

namespace Broadsheet.Benchmarks.Recurrence;

/// <summary>The next slot of an expression in a zone, from each of 64 instants over two years in turn; beside Quartz.NET.</summary>
[Config(typeof(ShortRuns))]
[GroupBenchmarksBy(BenchmarkDotNet.Configs.BenchmarkLogicalGroupRule.ByParams)]
public class NextSlot
{
    private const int Instants = 64;
    private readonly Instant[] _from = new Instant[Instants];
    private readonly DateTimeOffset[] _quartzFrom = new DateTimeOffset[Instants];
    private RecurrenceRule _rule = null!;
    private CronExpression _quartz = null!;

    /// <summary>Typical expressions first, then the dearest there are.</summary>
    [Params("*/15 * * * *", "0 9 * * *", "0 9 * * 1-5", "30 17 1,15 * *", "0 9 L * *", "0 9 * * 5#3", "0 9 15W * *", "0 0 29 2 *")]
    public string Expression { get; set; } = "";

    [Params("Europe/Warsaw")]
    public string Zone { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        _rule = Rules.Cron(Expression, Zone);
        _quartz = Rules.Quartz(Expression, Zone);
        for (var i = 0; i < Instants; i++)
        {
            _from[i] = Rules.Now + Duration.FromMinutes(i * 16_433L);
            _quartzFrom[i] = _from[i].ToDateTimeOffset();
        }
    }

    [Benchmark(OperationsPerInvoke = Instants)]
    public long Broadsheet()
    {
        var sum = 0L;
        foreach (var from in _from) sum += _rule.Next(from)!.Value.ToUnixTimeSeconds();
        return sum;
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Instants)]
    public long QuartzNet()
    {
        var sum = 0L;
        foreach (var from in _quartzFrom) sum += _quartz.GetNextValidTimeAfter(from)!.Value.Ticks;
        return sum;
    }
}
