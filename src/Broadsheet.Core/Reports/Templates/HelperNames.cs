namespace Broadsheet.Core.Reports.Templates;

/// <summary>The fixed helpers of templates with how many arguments each takes. There is no way to add one from a document.</summary>
internal static class HelperNames
{
    public static IReadOnlyDictionary<string, (int Min, int Max)> All { get; } = new Dictionary<string, (int, int)>(StringComparer.Ordinal)
    {
        ["number"] = (1, 2), ["percent"] = (1, 2), ["currency"] = (2, 3), ["short"] = (1, 1), ["bytes"] = (1, 1),
        ["date"] = (1, 2), ["datetime"] = (1, 2), ["format"] = (2, 2),
        ["sum"] = (1, 1), ["avg"] = (1, 1), ["min"] = (1, 1), ["max"] = (1, 1), ["count"] = (1, 1),
        ["ratio"] = (2, 2), ["change"] = (2, 2), ["add"] = (2, 2), ["subtract"] = (2, 2), ["multiply"] = (2, 2),
        ["upper"] = (1, 1), ["lower"] = (1, 1), ["default"] = (2, 2), ["plural"] = (3, 3),
        ["eq"] = (2, 2), ["ne"] = (2, 2), ["lt"] = (2, 2), ["le"] = (2, 2), ["gt"] = (2, 2), ["ge"] = (2, 2),
        ["not"] = (1, 1), ["and"] = (2, 8), ["or"] = (2, 8),
    };
}
