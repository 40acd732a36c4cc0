namespace Broadsheet.Server.Tests.Architecture;

/// <summary>How many things a rule looked at, and a sentence for each that breaks it.</summary>
internal sealed record Findings(int Subjects, IReadOnlyList<string> Violations)
{
    /// <summary>Looks at each subject; <paramref name="broken"/> gives a sentence for each way in which it breaks the rule.</summary>
    public static Findings Of<T>(IEnumerable<T> subjects, Func<T, IEnumerable<string>> broken)
    {
        var all = subjects.ToList();
        return new(all.Count, [.. all.SelectMany(broken).Distinct().Order(StringComparer.Ordinal)]);
    }
}
