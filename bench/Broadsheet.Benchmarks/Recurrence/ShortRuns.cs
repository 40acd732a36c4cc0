using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;

namespace Broadsheet.Benchmarks.Recurrence;

/// <summary>
/// Many short runs, of which the table shows the least as well as the mean: a neighbour on the machine makes a call only
/// dearer, and some of the runs are without one.
/// </summary>
internal sealed class ShortRuns : ManualConfig
{
    public ShortRuns()
    {
        AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance)
            .WithWarmupCount(40).WithIterationTime(TimeInterval.FromMilliseconds(10)).WithIterationCount(200));
        AddColumn(StatisticColumn.Min, StatisticColumn.Median);
        AddDiagnoser(MemoryDiagnoser.Default);
    }
}
