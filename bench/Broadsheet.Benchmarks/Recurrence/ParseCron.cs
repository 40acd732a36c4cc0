using BenchmarkDotNet.Attributes;
using Broadsheet.Core.Recurrence;
using Quartz;

namespace Broadsheet.Benchmarks.Recurrence;

/// <summary>
/// From the text of an expression to its fields as bits, with every check of the grammar: what a scheduler does with a text it
/// has stored. Not in it: whether the expression ever fires, and warnings, which a form asks for once.
/// </summary>
[Config(typeof(ShortRuns))]
public class ParseCron
{
    private string _quartz = "";

    [Params("*/15 * * * *", "0 9 * * *", "0 9 * * 1-5", "0 9 * * MON-FRI", "30 17 1,15 * *", "0 9 L * *", "0 9 * * 5#3", "0 9 15W * *", "0 0 29 2 *",
        "0 */15 9-17 * * 1-5", "*/5 9-17 * JAN,MAR,JUL MON-FRI")]
    public string Expression { get; set; } = "";

    [GlobalSetup]
    public void Setup() => _quartz = Rules.QuartzText(Expression.Replace("MON-FRI", "1-5", StringComparison.Ordinal));

    [Benchmark]
    public object? Broadsheet() => CronParser.Parse(Expression);

    [Benchmark(Baseline = true)]
    public object QuartzNet() => new CronExpression(_quartz);
}
