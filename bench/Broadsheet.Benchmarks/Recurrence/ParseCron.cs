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

    [ParamsSource(nameof(Expressions))]
    public string Expression { get; set; } = "";

    public static IReadOnlyList<string> Expressions { get; } =
    [
        "*/15 * * * *", "0 9 * * *", "0 9 * * 1-5", "0 9 * * MON-FRI", "30 17 1,15 * *", "0 9 L * *", "0 9 * * 5#3", "0 9 15W * *", "0 0 29 2 *",
        "0 */15 9-17 * * 1-5", "*/5 9-17 * JAN,MAR,JUL MON-FRI",
    ];

    /// <summary>
    /// Both have read all the texts, in turn and until the compiler is done with what it learns from them, before one is measured: a
    /// scheduler meets a mixture, and code that has been laid out for the first text alone is another for each of the rest.
    /// </summary>
    [GlobalSetup]
    public void Setup()
    {
        _quartz = QuartzText(Expression);
        for (var round = 0; round < 30; round++)
        {
            for (var i = 0; i < 100; i++)
                foreach (var text in Expressions)
                {
                    CronParser.Parse(text);
                    _ = new CronExpression(QuartzText(text));
                }

            Thread.Sleep(20);
        }
    }

    [Benchmark]
    public object? Broadsheet() => CronParser.Parse(Expression);

    [Benchmark(Baseline = true)]
    public object QuartzNet() => new CronExpression(_quartz);

    private static string QuartzText(string text) => Rules.QuartzText(text.Replace("MON-FRI", "1-5", StringComparison.Ordinal));
}
