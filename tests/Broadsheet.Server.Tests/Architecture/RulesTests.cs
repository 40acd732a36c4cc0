using Xunit;

namespace Broadsheet.Server.Tests.Architecture;

public sealed class RulesTests
{
    public static TheoryData<string> Names => [.. HouseRules.All.Select(r => r.Says)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Our_code_keeps_the_rule(string says)
    {
        var broken = Named(says).Judge(Code.Ours);
        Assert.True(broken.Count == 0, $"{says}\n  {string.Join("\n  ", broken)}");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_planted_violation_is_caught(string says)
    {
        var rule = Named(says);
        Assert.Contains(rule.Judge(rule.Planted()), v => v.Contains(rule.Caught, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Looking_at_nothing_is_a_violation(string says)
    {
        var rule = Named(says);
        var nothing = rule.Since is null ? Code.Empty : Code.Empty with { Files = [new(Path.HasExtension(rule.Since) ? rule.Since : rule.Since + "/notes.md", "")] };
        Assert.Contains(rule.Judge(nothing), v => v.Contains("nothing to look at", StringComparison.Ordinal));
    }

    private static Rule Named(string says) => HouseRules.All.Single(r => r.Says == says);
}
