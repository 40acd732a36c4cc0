using System.Globalization;

namespace Broadsheet.Core.Recurrence;

/// <summary>A date like <c>01/02</c> or <c>31/12/2026</c>: in which orders of day and month it is one.</summary>
internal readonly record struct PhraseSlashes(IReadOnlyList<(int Day, int Month)> Orders, int? Year)
{
    public static PhraseSlashes Of(PhraseToken token)
    {
        var parts = token.Text.Split('/').Select(p => int.TryParse(p, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : 0).ToArray();
        if (parts.Length is not (2 or 3)) return new PhraseSlashes([], null);
        (int Day, int Month)[] orders = [(parts[0], parts[1]), (parts[1], parts[0])];
        return new PhraseSlashes([.. orders.Distinct().Where(o => o.Month is >= 1 and <= 12 && o.Day >= 1 && o.Day <= CivilDay.LongestOf(o.Month))],
            parts.Length == 3 ? parts[2] : null);
    }

    public static bool Ask(PhraseCursor cursor, PhraseToken token)
    {
        var date = Of(token);
        var year = date.Year is { } y ? string.Create(CultureInfo.InvariantCulture, $" {y}") : "";
        return cursor.Ask("date-order", token.Span, "The day or the month first? Write the month as a word.", date.Orders.Select(order =>
            string.Concat(cursor.Text.AsSpan(0, token.Span.Start), $"{order.Day} {EnglishWords.Months[order.Month]}{year}", cursor.Text.AsSpan(token.Span.End))));
    }
}
