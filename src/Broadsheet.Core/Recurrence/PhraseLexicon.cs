using System.Numerics;

namespace Broadsheet.Core.Recurrence;

/// <summary>The words that phrases are made of, each with what it is; and the word that a slip of the pen was meant to be.</summary>
internal static class PhraseLexicon
{
    private static readonly Dictionary<string, (PhraseTokenKind Kind, string Text, int Value)> s_words = Build();

    /// <summary>Each word and which letters it has: one edit changes two of those at most.</summary>
    private static readonly (string Word, uint Letters)[] s_letters = [.. s_words.Keys.Select(w => (w, Letters(w)))];

    private static readonly HashSet<string> s_holidays = new(StringComparer.Ordinal)
    {
        "easter", "christmas", "thanksgiving", "ramadan", "diwali", "hanukkah", "passover", "halloween", "new-year", "moon", "moons", "full",
        "sunrise", "sunset", "dawn", "dusk", "randomly", "random", "solstice", "equinox", "eclipse", "tide", "tides", "summer", "winter", "autumn",
        "about", "around", "approximately", "roughly",
    };

    /// <summary>Something people schedule by that a clock and a calendar can't tell.</summary>
    public static bool IsUnsupported(string word) => s_holidays.Contains(word);

    public static bool TryGet(string word, out (PhraseTokenKind Kind, string Text, int Value) entry) => s_words.TryGetValue(word, out entry);

    /// <summary>
    /// The word that <paramref name="word"/> is a slip of: one edit away from a word of four to six letters, or two from a longer
    /// one, with the first letter right. Of equally near words, the one in which only letters were left out; null where there is
    /// none, or where two that mean different things are left.
    /// </summary>
    public static string? Correct(string word)
    {
        if (word.Length is < 3 or > 20 || s_holidays.Contains(word)) return null;
        var best = Near(word).Where(w => w[0] == word[0]).ToList();
        if (Meanings(best) > 1) best = best.FindAll(w => LeavesOut(word, w));
        return Meanings(best) == 1 ? best[0] : null;
    }

    private static int Meanings(List<string> words) => words.Select(w => (s_words[w].Kind, s_words[w].Text, s_words[w].Value)).Distinct().Count();

    /// <summary>All letters of <paramref name="word"/> stand in <paramref name="known"/> in their order.</summary>
    private static bool LeavesOut(string word, string known)
    {
        var at = 0;
        foreach (var letter in known)
            if (at < word.Length && word[at] == letter) at++;
        return at == word.Length;
    }

    /// <summary>The nearest words within the same distance, for an error to offer.</summary>
    public static IEnumerable<string> Near(string word)
    {
        var (best, least) = (new List<string>(), int.MaxValue);
        if (word.Length > 20) return best;
        var letters = Letters(word);
        foreach (var (known, has) in s_letters)
        {
            var limit = known.Length < 4 ? 0 : known.Length <= 6 ? 1 : 2;
            if (Math.Abs(known.Length - word.Length) > limit || BitOperations.PopCount(has ^ letters) > 2 * limit) continue;
            var distance = Nearest.Distance(word, known);
            if (distance > limit || distance > least) continue;
            if (distance < least) best.Clear();
            least = distance;
            best.Add(known);
        }

        return best;
    }

    private static uint Letters(string word)
    {
        var letters = 0u;
        foreach (var letter in word) letters |= 1u << (letter & 31);
        return letters;
    }

    private static Dictionary<string, (PhraseTokenKind Kind, string Text, int Value)> Build()
    {
        var words = new Dictionary<string, (PhraseTokenKind, string, int)>(StringComparer.Ordinal);
        AddNames(words);
        string[] ordinals = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth", "thirteenth",
            "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth", "twentieth"];
        for (var i = 0; i < ordinals.Length; i++) words[ordinals[i]] = (PhraseTokenKind.Ordinal, ordinals[i], i + 1);
        words["thirtieth"] = (PhraseTokenKind.Ordinal, "thirtieth", 30);
        string[] numbers = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen",
            "sixteen", "seventeen", "eighteen", "nineteen"];
        for (var i = 0; i < numbers.Length; i++) words[numbers[i]] = (PhraseTokenKind.Number, numbers[i], i + 1);
        foreach (var (word, value) in new[] { ("twenty", 20), ("thirty", 30), ("forty", 40), ("fifty", 50), ("sixty", 60), ("ninety", 90) })
            words[word] = (PhraseTokenKind.Number, word, value);
        words["noon"] = words["midday"] = (PhraseTokenKind.Time, "noon", 12 * 3600);
        words["midnight"] = (PhraseTokenKind.Time, "midnight", 0);
        foreach (var line in PhraseWords.Synonyms)
        {
            var forms = line.Split(' ');
            foreach (var form in forms) words[form] = (PhraseTokenKind.Word, forms[0], 0);
        }

        return words;
    }

    private static void AddNames(Dictionary<string, (PhraseTokenKind, string, int)> words)
    {
        for (var day = 0; day < 7; day++)
        {
            var name = EnglishWords.Weekdays[day].ToLowerInvariant();
            foreach (var form in new[] { name, name + "s", name[..3] }) words[form] = (PhraseTokenKind.Weekday, name, day);
        }

        foreach (var (form, day) in new[] { ("tues", 2), ("weds", 3), ("thur", 4), ("thurs", 4) })
            words[form] = (PhraseTokenKind.Weekday, EnglishWords.Weekdays[day].ToLowerInvariant(), day);
        for (var month = 1; month <= 12; month++)
        {
            var name = EnglishWords.Months[month].ToLowerInvariant();
            words[name] = words[name[..3]] = (PhraseTokenKind.Month, name, month);
        }

        words["sept"] = (PhraseTokenKind.Month, "september", 9);
    }
}
