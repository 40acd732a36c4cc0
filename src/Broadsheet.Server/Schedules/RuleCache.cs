using System.Collections.Concurrent;
using Broadsheet.Core.Recurrence;

namespace Broadsheet.Server.Schedules;

/// <summary>Parsed rules by their configuration, bounded. Thread-safe.</summary>
internal sealed class RuleCache
{
    private const int Most = 20_000;
    private readonly ConcurrentDictionary<(string, string), RecurrenceRule> rules = new();

    public RecurrenceRule? Find(string type, string config) => rules.GetValueOrDefault((type, config));

    public void Keep(string type, string config, RecurrenceRule rule)
    {
        if (rules.Count >= Most) rules.Clear();
        rules[(type, config)] = rule;
    }
}
