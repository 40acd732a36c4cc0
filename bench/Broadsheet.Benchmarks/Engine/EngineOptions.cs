using System.Globalization;

namespace Broadsheet.Benchmarks.Engine;

/// <summary>What to measure and how large; <c>--schedules 1000000 --due 100000 --nodes 1,2,4 --peers quartz,graphile,pgboss --rounds 3</c>.</summary>
internal sealed record EngineOptions
{
    public static readonly IReadOnlyList<string> All = ["storm", "growth", "idle", "punctuality", "reports", "backlog"];

    public required IReadOnlyList<string> Parts { get; init; }
    public required int Schedules { get; init; }
    public required int Due { get; init; }
    public required IReadOnlyList<int> Nodes { get; init; }
    public required IReadOnlyList<string> Peers { get; init; }
    public required int QuartzDue { get; init; }

    /// <summary>How often one node and Quartz.NET storm in turns: a shared machine is not as fast in one minute as in the next.</summary>
    public required int Rounds { get; init; }
    public required int Reports { get; init; }
    public required int Minutes { get; init; }

    public static EngineOptions Read(string[] args)
    {
        string? Text(string name) => Array.IndexOf(args, "--" + name) is >= 0 and var i && i + 1 < args.Length ? args[i + 1] : null;
        int Number(string name, int otherwise) => Text(name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
        var due = Number("due", 100_000);
        var parts = args.TakeWhile(a => !a.StartsWith("--", StringComparison.Ordinal)).ToList();
        return new()
        {
            Parts = parts.Count == 0 || parts is ["all"] ? All : parts,
            Schedules = Number("schedules", 1_000_000),
            Due = due,
            Nodes = [.. (Text("nodes") ?? "1,2,4").Split(',').Select(n => int.Parse(n, CultureInfo.InvariantCulture))],
            Peers = (Text("peers") ?? "quartz,graphile,pgboss").Split(',', StringSplitOptions.RemoveEmptyEntries),
            QuartzDue = Number("quartz-due", due),
            Rounds = Math.Max(1, Number("rounds", 3)),
            Reports = Number("reports", 10_000),
            Minutes = Number("minutes", 3),
        };
    }
}
