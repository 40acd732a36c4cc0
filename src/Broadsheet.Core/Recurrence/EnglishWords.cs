using System.Globalization;

namespace Broadsheet.Core.Recurrence;

/// <summary>The words that descriptions and messages are made of.</summary>
internal static class EnglishWords
{
    /// <summary>At 1 to 12.</summary>
    public static IReadOnlyList<string> Months { get; } =
        ["", "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

    /// <summary>At 0 for Sunday to 6.</summary>
    public static IReadOnlyList<string> Weekdays { get; } =
        ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

    /// <summary><c>a</c>, <c>a and b</c>, <c>a, b and c</c>.</summary>
    public static string And(IReadOnlyList<string> items) => items.Count switch
    {
        0 => "",
        1 => items[0],
        _ => string.Join(", ", items.Take(items.Count - 1)) + " and " + items[^1],
    };

    /// <summary><c>a</c>, <c>a or b</c>, <c>a, b or c</c>.</summary>
    public static string Or(IReadOnlyList<string> items) =>
        items.Count < 2 ? And(items) : string.Join(", ", items.Take(items.Count - 1)) + " or " + items[^1];

    /// <summary><c>1st</c>, <c>22nd</c>.</summary>
    public static string Ordinal(int number)
    {
        var ending = (number % 100 is >= 11 and <= 13 ? 0 : number % 10) switch { 1 => "st", 2 => "nd", 3 => "rd", _ => "th" };
        return number.ToString(CultureInfo.InvariantCulture) + ending;
    }
}
