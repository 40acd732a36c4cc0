namespace Broadsheet.Core.Recurrence;

/// <summary>The abbreviations of zones that people write, which say several things each and are therefore asked about.</summary>
internal static class PhraseZones
{
    private static readonly Dictionary<string, string[]> s_meanings = new(StringComparer.OrdinalIgnoreCase)
    {
        ["EST"] = ["America/New_York", "America/Panama", "Australia/Sydney"],
        ["EDT"] = ["America/New_York", "Australia/Sydney"],
        ["ET"] = ["America/New_York"],
        ["Eastern"] = ["America/New_York", "Australia/Sydney"],
        ["CT"] = ["America/Chicago"],
        ["Central"] = ["America/Chicago", "Europe/Paris", "Australia/Adelaide"],
        ["MT"] = ["America/Denver"],
        ["Mountain"] = ["America/Denver", "America/Phoenix"],
        ["PT"] = ["America/Los_Angeles"],
        ["Pacific"] = ["America/Los_Angeles", "Pacific/Auckland"],
        ["CST"] = ["America/Chicago", "Asia/Shanghai", "America/Havana"],
        ["CDT"] = ["America/Chicago", "America/Havana"],
        ["MST"] = ["America/Denver", "America/Phoenix"],
        ["MDT"] = ["America/Denver"],
        ["PST"] = ["America/Los_Angeles", "Asia/Manila"],
        ["PDT"] = ["America/Los_Angeles"],
        ["IST"] = ["Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"],
        ["BST"] = ["Europe/London", "Asia/Dhaka"],
        ["CET"] = ["Europe/Paris", "Europe/Warsaw"],
        ["CEST"] = ["Europe/Paris", "Europe/Warsaw"],
        ["EET"] = ["Europe/Helsinki", "Africa/Cairo"],
        ["EEST"] = ["Europe/Helsinki", "Africa/Cairo"],
        ["AEST"] = ["Australia/Sydney", "Australia/Brisbane"],
        ["AEDT"] = ["Australia/Sydney"],
        ["AST"] = ["America/Halifax", "Asia/Riyadh"],
        ["JST"] = ["Asia/Tokyo"],
        ["SGT"] = ["Asia/Singapore"],
        ["HST"] = ["Pacific/Honolulu"],
        ["WET"] = ["Europe/Lisbon"],
        ["MSK"] = ["Europe/Moscow"],
    };

    /// <summary>The zones an abbreviation can mean; empty where it is none.</summary>
    public static IReadOnlyList<string> Meanings(string word) => s_meanings.GetValueOrDefault(word, []);
}
