using System.Text.Json.Nodes;
using BenchmarkDotNet.Attributes;
using Broadsheet.Core.Recurrence;
using NodaTime;

namespace Broadsheet.Benchmarks.Recurrence;

/// <summary>What somebody may send to keep the parser busy: each must have its answer in under 5 ms.</summary>
[Config(typeof(ShortRuns))]
public class HostileTexts
{
    private static readonly RecurrenceContext s_context = new() { Now = Rules.Now, Zone = DateTimeZoneProviders.Tzdb["Europe/Warsaw"] };

    private static readonly Dictionary<string, string> s_texts = new(StringComparer.Ordinal)
    {
        ["10 KB of stars"] = new('*', 10_240),
        ["3,000 numbers"] = string.Join(',', Enumerable.Range(0, 3_000)) + " 9 * * *",
        ["100,000 words"] = string.Concat(Enumerable.Repeat("every monday and ", 33_334)),
        ["1,000 characters of nested brackets"] = string.Concat(Enumerable.Repeat("((every [day)] ", 66)),
        ["1,000 characters of slips"] = string.Concat(Enumerable.Repeat("evry mondya ", 83)),
        ["1,000 characters of minutes past"] = string.Concat(Enumerable.Repeat("10 past ", 124)),
        ["1,000 characters of questions"] = string.Concat(Enumerable.Repeat("monday or ", 99)) + "tuesday",
        ["1,000 characters of unknown words"] = string.Concat(Enumerable.Repeat("wednesdoy ", 100)),
        ["1,000 characters of zones"] = string.Concat(Enumerable.Repeat("Europe/Warszaw ", 66)),
    };

    public static IEnumerable<string> Names => s_texts.Keys;

    [ParamsSource(nameof(Names))]
    public string Text { get; set; } = "";

    [Benchmark]
    public object English() => RecurrenceRule.Read(s_texts[Text], s_context);

    [Benchmark]
    public object Cron() => RecurrenceRule.Parse("cron", new JsonObject { ["expression"] = s_texts[Text] }, s_context);
}
