namespace Broadsheet.Server.Storage;

/// <summary>An enum as the word that the API and the database use for it: <c>partially_failed</c>.</summary>
internal static class Word<T>
    where T : struct, Enum
{
    private static readonly Dictionary<T, string> Words = Enum.GetValues<T>().ToDictionary(v => v, v => Columns.Snake(v.ToString()));
    private static readonly Dictionary<string, T> Values = Words.ToDictionary(p => p.Value, p => p.Key);

    public static IEnumerable<string> All => Words.Values;

    public static string Of(T value) => Words[value];

    /// <summary>Of a word this program wrote.</summary>
    public static T Read(string word) => Values[word];

    /// <summary>Of a word somebody else wrote; null when there is none such.</summary>
    public static T? Find(string word) => Values.TryGetValue(word, out var value) ? value : null;
}
