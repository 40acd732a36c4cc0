using System.Text;

namespace Broadsheet.Adapters.Formats.Pdf;

/// <summary>
/// Joined letters of Arabic, Persian and Urdu by Unicode's presentation forms, which the fonts have as characters. Source: Unicode
/// charts FB50 to FDFF and FE70 to FEFF, whose forms stand as isolated, final, initial, medial.
/// </summary>
internal static class Arabic
{
    private const int Lam = 0x0644;
    private static readonly Dictionary<int, (int First, int Forms)> Letters = ReadLetters();
    private static readonly Dictionary<int, int> LamWith = new() { [0x0622] = 0xFEF5, [0x0623] = 0xFEF7, [0x0625] = 0xFEF9, [0x0627] = 0xFEFB };
    private static readonly Dictionary<int, string> Plain = ReadPlain();

    /// <summary>The letters of <paramref name="text"/>, in writing order, each in the form that its neighbours ask for.</summary>
    public static IReadOnlyList<Rune> Shape(IReadOnlyList<Rune> text)
    {
        var shaped = new List<Rune>(text.Count);
        var joined = false;
        for (var i = 0; i < text.Count; i++)
        {
            var letter = text[i].Value;
            if (IsMark(text[i]))
            {
                shaped.Add(text[i]);
                continue;
            }

            if (letter == Lam && i + 1 < text.Count && LamWith.TryGetValue(text[i + 1].Value, out var pair))
            {
                shaped.Add(new(pair + (joined ? 1 : 0)));
                (joined, i) = (false, i + 1);
                continue;
            }

            var ahead = JoinsAhead(letter) && JoinsBack(Next(text, i));
            shaped.Add(Letters.TryGetValue(letter, out var forms)
                ? new(forms.First + ((joined && forms.Forms > 1, ahead) switch { (false, false) => 0, (true, false) => 1, (false, true) => 2, (true, true) => 3 })) : text[i]);
            joined = ahead;
        }

        return shaped;
    }

    /// <summary>The letters that a character drawn by <see cref="Shape"/> was; null for any other.</summary>
    public static string? Letter(int form) => Plain.GetValueOrDefault(form);

    private static bool JoinsAhead(int letter) => letter == 0x0640 || (Letters.TryGetValue(letter, out var forms) && forms.Forms == 4);

    private static bool JoinsBack(int letter) => letter == 0x0640 || (Letters.TryGetValue(letter, out var forms) && forms.Forms > 1);

    private static int Next(IReadOnlyList<Rune> text, int from)
    {
        for (var i = from + 1; i < text.Count; i++)
            if (!IsMark(text[i])) return text[i].Value;
        return 0;
    }

    private static bool IsMark(Rune rune) => Rune.GetUnicodeCategory(rune) is System.Globalization.UnicodeCategory.NonSpacingMark;

    private static Dictionary<int, (int First, int Forms)> ReadLetters()
    {
        var letters = new Dictionary<int, (int, int)>();
        void Block(int letter, int form, string counts)
        {
            foreach (var count in counts.Select(c => c - '0'))
            {
                letters.Add(letter++, (form, count));
                form += count;
            }
        }

        Block(0x0621, 0xFE80, "12222424244444222244444444");
        Block(0x0641, 0xFED1, "4444444224");
        foreach (var (letter, form, count) in new[]
        {
            (0x0679, 0xFB66, 4), (0x067E, 0xFB56, 4), (0x0686, 0xFB7A, 4), (0x0688, 0xFB88, 2), (0x0691, 0xFB8C, 2), (0x0698, 0xFB8A, 2), (0x06A9, 0xFB8E, 4),
            (0x06AF, 0xFB92, 4), (0x06BA, 0xFB9E, 2), (0x06BE, 0xFBAA, 4), (0x06C1, 0xFBA6, 4), (0x06CC, 0xFBFC, 4), (0x06D2, 0xFBAE, 2),
        }) letters.Add(letter, (form, count));
        return letters;
    }

    private static Dictionary<int, string> ReadPlain()
    {
        var plain = new Dictionary<int, string>();
        foreach (var (letter, (first, forms)) in Letters)
            for (var i = 0; i < forms; i++) plain[first + i] = char.ToString((char)letter);
        foreach (var (alef, first) in LamWith)
            for (var i = 0; i < 2; i++) plain[first + i] = string.Concat((char)Lam, (char)alef);
        return plain;
    }
}
