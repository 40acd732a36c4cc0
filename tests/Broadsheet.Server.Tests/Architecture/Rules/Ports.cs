using System.Text.RegularExpressions;
using Broadsheet.Core.Ports;

namespace Broadsheet.Server.Tests.Architecture.Rules;

/// <summary>Every adapter is in the list once, and runs its port's contract suite.</summary>
internal static partial class Ports
{
    private const string List = "src/Broadsheet.Server/Composition/Adapters.cs";
    private const string Owed = "contracts-owed.txt";
    private static readonly string[] Known = ["IReportFormat", "IDeliveryChannel", "IDataSource"];

    public static Rule RegisteredOnce { get; } = new("Every implementation of a port is in the composition's list, once", code =>
    {
        var list = code.Files.FirstOrDefault(f => f.Path == List)?.Code;
        return Findings.Of(list is null ? [] : Implementations(code), i => Regex.Count(list!, $@"\b{i.Type.Type.Name}\b", RegexOptions.None, TimeSpan.FromSeconds(5)) is var times && times != 1
            ? [$"{i.Type} ({i.Port}) is in Adapters.cs {times} times"]
            : []);
    })
    {
        Since = List,
        Planted = () => Code.Planted("Adapters.Channels.Pigeon", new SourceFile(List, "[new FolderChannel()]")),
        Caught = "PigeonChannel (IDeliveryChannel) is in Adapters.cs 0 times",
    };

    /// <summary>
    /// The suite of <c>IDeliveryChannel</c> is the abstract class <c>DeliveryChannelContract</c>, or <c>ChannelContract</c> for short. It is run by
    /// a class …Contract… that derives from it in a file that names the implementation.
    /// </summary>
    public static Rule ContractSuite { get; } = new("Every implementation of a port runs its port's contract suite", code =>
    {
        var tests = code.Files.Where(f => f.IsUnder("tests") && f.IsCSharp).ToList();
        return Findings.Of(Implementations(code), i =>
        {
            var suites = tests.SelectMany(f => Suite().Matches(f.Code)).Select(m => m.Groups[1].Value)
                .Where(name => (i.Port[1..] + "Contract").EndsWith(name, StringComparison.Ordinal)).ToHashSet(StringComparer.Ordinal);
            var named = new Regex($@"\b{i.Type.Type.Name}\b", RegexOptions.None, TimeSpan.FromSeconds(5));
            var runs = tests.Where(f => named.IsMatch(f.Code)).SelectMany(f => Derived().Matches(f.Code)).Select(m => m.Groups[1].Value);
            var owed = code.List(Owed).ContainsKey(i.Type.Home.ToString());
            if (owed && runs.Any(suites.Contains)) return [$"{Owed} names {i.Type}, which runs its suite"];
            return owed || runs.Any(suites.Contains) ? [] : [$"{i.Type} is run by no class that derives from a suite of {i.Port} ({string.Join(", ", suites)})"];
        });
    })
    {
        Since = "src/Broadsheet.Adapters/Channels",
        Planted = () => Code.Planted("Adapters.Channels.Pigeon", new SourceFile("tests/X/Suite.cs", "abstract class ChannelContract { abstract IDeliveryChannel Make(); }\nsealed class DoveContractTests : ChannelContract { IDeliveryChannel Make() => new DoveChannel(); }")),
        Caught = "PigeonChannel is run by no class",
    };

    private static IEnumerable<(CodeType Type, string Port)> Implementations(Code code) =>
        from type in code.Types
        where type.Type is { IsInterface: false, IsAbstract: false }
        from port in type.Type.GetInterfaces()
        where port.Namespace == typeof(IDeliveryChannel).Namespace && Known.Contains(port.Name)
        select (type, port.Name);

    [GeneratedRegex(@"\babstract\s+(?:partial\s+)?class\s+(\w+Contract)\b")]
    private static partial Regex Suite();

    [GeneratedRegex(@"\bclass\s+\w*Contract\w*(?:\([^)]*\))?\s*:\s*(\w+)")]
    private static partial Regex Derived();
}
