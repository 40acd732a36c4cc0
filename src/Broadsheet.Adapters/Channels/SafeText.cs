using System.Text;

namespace Broadsheet.Adapters.Channels;

/// <summary>What another side said, made fit for an outcome: one line, of bounded length, without our secrets.</summary>
internal static class SafeText
{
    private const int Longest = 300;

    /// <summary>Removes every one of <paramref name="secrets"/>, as it is and in base64, then control characters, then what is too long.</summary>
    public static string Clean(string text, params IEnumerable<string?> secrets)
    {
        foreach (var secret in secrets.OfType<string>().Where(s => s.Length > 0))
        {
            text = text.Replace(secret, "•••", StringComparison.Ordinal)
                .Replace(Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)), "•••", StringComparison.Ordinal)
                .Replace(Uri.EscapeDataString(secret), "•••", StringComparison.Ordinal);
        }

        var line = string.Join(' ', text.Split([.. text.Where(c => char.IsControl(c) || char.IsWhiteSpace(c)).Distinct()], StringSplitOptions.RemoveEmptyEntries));
        return line.Length > Longest ? line[..Longest] + "…" : line;
    }
}
