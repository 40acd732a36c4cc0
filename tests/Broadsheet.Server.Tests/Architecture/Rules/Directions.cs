namespace Broadsheet.Server.Tests.Architecture.Rules;

/// <summary>Who may know whom.</summary>
internal static class Directions
{
    private static readonly string[] AdapterKinds = ["Formats", "Channels", "Sources"];

    public static Rule CoreKnowsNothing { get; } = new("Core knows the runtime and NodaTime only", code =>
        Findings.Of(code.In("Broadsheet.Core"), type => type.Uses
            .Where(u => !u.Platform && u.Assembly is not ("Broadsheet.Core" or "NodaTime"))
            .Select(u => $"{type} uses {u} of {u.Assembly}")))
    {
        Planted = () => Code.Planted("Core.Leaning"),
        Caught = "uses Npgsql.NpgsqlConnection",
    };

    public static Rule AdaptersKnowCore { get; } = new("Adapters know Core, never the server or its frameworks", code =>
        Findings.Of(code.In("Broadsheet.Adapters"), type => type.Uses
            .Where(u => u.Assembly.StartsWith("Broadsheet.", StringComparison.Ordinal) && u.Assembly is not ("Broadsheet.Core" or "Broadsheet.Adapters")
                || u.Assembly.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal)
                || u.Assembly.StartsWith("Microsoft.EntityFrameworkCore", StringComparison.Ordinal))
            .Select(u => $"{type} uses {u}")))
    {
        Since = "src/Broadsheet.Adapters/Formats",
        Planted = () => Code.Planted("Adapters.Formats.Leaning"),
        Caught = "uses Broadsheet.Server.Schedules.ScheduleRow",
    };

    public static Rule OnlyCompositionNamesAdapters { get; } = new("Only the composition names adapters", code =>
        Findings.Of(code.Types.Where(t => t.Home.Assembly == "Broadsheet.Server"), type => type.IsIn("Broadsheet.Server.Composition")
            ? []
            : type.Uses.Where(u => u.Assembly == "Broadsheet.Adapters").Select(u => $"{type} names {u}")))
    {
        Planted = () => Code.Planted("Server.Reports"),
        Caught = "names Broadsheet.Adapters.Formats.First.FirstFormat",
    };

    public static Rule Siblings { get; } = new("An adapter does not know its sibling", code =>
        Findings.Of(code.In("Broadsheet.Adapters"), type => type.Uses
            .Where(u => Adapter(u) is { } other && !MaySee(type.Home, other))
            .Select(u => $"{type} uses {u}")))
    {
        Since = "src/Broadsheet.Adapters/Formats",
        Planted = () => Code.Planted("Adapters.Formats.Second"),
        Caught = "uses Broadsheet.Adapters.Formats.First.FirstFormat",
    };

    /// <summary>The folder of one adapter (<c>Formats.Csv</c>); null for what several share.</summary>
    private static string? Adapter(CodeName name)
    {
        var parts = name.Namespace.Split('.');
        return name.Assembly == "Broadsheet.Adapters" && parts.Length > 3 && AdapterKinds.Contains(parts[2]) ? $"{parts[2]}.{parts[3]}" : null;
    }

    private static bool MaySee(CodeName from, string adapter) => Adapter(from) == adapter;
}
