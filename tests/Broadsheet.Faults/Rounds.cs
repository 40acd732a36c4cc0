using System.Globalization;
using Xunit;

[assembly: CollectionBehavior(MaxParallelThreads = 3)]

namespace Broadsheet.Faults;

/// <summary>How long the faults go on. In <c>./test</c> each happens as often as it takes to be sure that it happened.</summary>
internal static class Rounds
{
    /// <summary>BROADSHEET_FAULTS_MINUTES: so long the tests that repeat go on repeating; 0 when absent.</summary>
    private static readonly TimeSpan Longer = TimeSpan.FromMinutes(double.TryParse(
        Environment.GetEnvironmentVariable("BROADSHEET_FAULTS_MINUTES"), CultureInfo.InvariantCulture, out var minutes) ? minutes : 0);

    /// <summary>At least <paramref name="least"/> rounds, then as many as the time allows.</summary>
    public static IEnumerable<int> AtLeast(int least)
    {
        var begun = TimeProvider.System.GetTimestamp();
        for (var round = 0; round < least || TimeProvider.System.GetElapsedTime(begun) < Longer; round++) yield return round;
    }
}
