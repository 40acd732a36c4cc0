namespace Broadsheet.Adapters.Formats.Pdf;

/// <summary>
/// Right-to-left runs turned round, so that they read rightly on paper. Letters of Arabic keep their separate forms: enough to be
/// legible, no more.
/// </summary>
internal static class Bidi
{
    public static string Visual(string text)
    {
        var first = text.AsSpan().IndexOfAnyInRange('\u0590', '\u08FF');
        if (first < 0) return text;
        var letters = text.ToCharArray();
        for (var i = first; i < letters.Length; i++)
        {
            if (!IsRight(letters[i])) continue;
            var end = i;
            for (var j = i; j < letters.Length && (IsRight(letters[j]) || letters[j] == ' '); j++)
                if (IsRight(letters[j])) end = j;
            Array.Reverse(letters, i, end - i + 1);
            i = end;
        }

        return new(letters);
    }

    private static bool IsRight(char c) => c is >= '\u0590' and <= '\u08FF' or >= '\uFB1D' and <= '\uFDCF' or >= '\uFDF0' and <= '\uFDFF' or >= '\uFE70' and <= '\uFEFC';
}
