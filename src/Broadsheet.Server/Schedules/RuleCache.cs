using System.Collections.Concurrent;
using Broadsheet.Core.Recurrence;
using Broadsheet.Core.Schedules;
using Broadsheet.Server.Runs;

namespace Broadsheet.Server.Schedules;

/// <summary>Parsed rules and policies by their stored text, bounded. Thread-safe.</summary>
internal sealed class RuleCache
{
    private const int Most = 20_000;
    private readonly ConcurrentDictionary<(string, string), RecurrenceRule> rules = new();
    private readonly ConcurrentDictionary<string, SchedulePolicy> policies = new(StringComparer.Ordinal);

    public RecurrenceRule? Find(string type, string config) => rules.GetValueOrDefault((type, config));

    public void Keep(string type, string config, RecurrenceRule rule)
    {
        if (rules.Count >= Most) rules.Clear();
        rules[(type, config)] = rule;
    }

    public SchedulePolicy Policy(string json)
    {
        if (policies.TryGetValue(json, out var known)) return known;
        if (policies.Count >= Most) policies.Clear();
        return policies[json] = PolicyWire.Stored(json);
    }
}
