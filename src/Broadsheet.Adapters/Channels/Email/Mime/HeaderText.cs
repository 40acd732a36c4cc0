using System.Text;
using Broadsheet.Core.Deliveries;

namespace Broadsheet.Adapters.Channels.Email.Mime;

/// <summary>
/// Header fields as bytes on the wire, folded and ending in CRLF. Whatever goes in, one field comes out: control characters
/// become blanks. Sources: RFC 5322, 2047, 2231.
/// </summary>
internal static class HeaderText
{
    private const int LineLength = 76;

    /// <summary>45 bytes are 60 characters of base64: with <c>=?utf-8?B?…?=</c> 72 of the 75 allowed.</summary>
    private const int WordBytes = 45;

    /// <summary>A field of free text: as it is where it is plain ASCII, otherwise as encoded words.</summary>
    public static string Text(string name, string value)
    {
        var clean = Clean(value);
        var words = clean.Split(' ');
        var plain = clean.All(c => c is >= ' ' and <= '~') && !clean.Contains("=?", StringComparison.Ordinal)
            && !clean.StartsWith(' ') && !clean.Contains("  ", StringComparison.Ordinal) && words.All(w => w.Length < LineLength - 20);
        return Fold(name, plain ? words : EncodedWords(clean));
    }

    /// <summary>A field of mailboxes.</summary>
    public static string Mailboxes(string name, IReadOnlyList<Mailbox> boxes)
    {
        var parts = new List<string>();
        for (var i = 0; i < boxes.Count; i++)
        {
            var end = i + 1 < boxes.Count ? "," : "";
            if (boxes[i].Name is not { } shown) parts.Add(boxes[i].Address + end);
            else parts.AddRange([.. Phrase(Clean(shown)), $"<{boxes[i].Address}>{end}"]);
        }

        return Fold(name, parts);
    }

    /// <summary>A field that is already in its grammar: never given what a user wrote.</summary>
    public static string Raw(string name, string value) => $"{name}: {value}\r\n";

    /// <summary>A field with a file name as parameter: quoted where it is plain ASCII, otherwise as RFC 2231 asks, in pieces.</summary>
    public static string Parameter(string name, string value, string parameter, string fileName)
    {
        var clean = Clean(fileName);
        if (clean.Length <= 60 && clean.All(c => c is >= ' ' and <= '~' and not ('"' or '\\')))
            return $"{name}: {value};\r\n {parameter}=\"{clean}\"\r\n";
        var field = new StringBuilder($"{name}: {value}");
        var number = 0;
        foreach (var piece in Pieces(Percent(clean), 50))
            field.Append(";\r\n ").Append(parameter).Append('*').Append(number).Append("*=").Append(number++ == 0 ? "UTF-8''" : "").Append(piece);
        return field.Append("\r\n").ToString();
    }

    private static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            clean.Append(Rune.IsControl(rune) || rune.Value is 0x2028 or 0x2029 ? " " : rune.ToString());
        return clean.ToString();
    }

    private static IEnumerable<string> Phrase(string shown) => shown.All(c => char.IsAsciiLetterOrDigit(c) || c is ' ' or '-' or '_')
        ? shown.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        : shown.Length <= 60 && shown.All(c => c is >= ' ' and <= '~' and not ('"' or '\\')) ? [$"\"{shown}\""] : EncodedWords(shown);

    private static IEnumerable<string> EncodedWords(string text)
    {
        var word = new List<byte>(WordBytes);
        var bytes = new byte[4];
        foreach (var rune in text.EnumerateRunes())
        {
            var length = rune.EncodeToUtf8(bytes);
            if (word.Count + length > WordBytes)
            {
                yield return $"=?utf-8?B?{Convert.ToBase64String([.. word])}?=";
                word.Clear();
            }

            word.AddRange(bytes.AsSpan(0, length));
        }

        if (word.Count > 0) yield return $"=?utf-8?B?{Convert.ToBase64String([.. word])}?=";
    }

    private static string Fold(string name, IEnumerable<string> parts)
    {
        var field = new StringBuilder(name).Append(':');
        var column = field.Length;
        foreach (var part in parts)
        {
            if (column + 1 + part.Length > LineLength && column > name.Length + 1)
            {
                field.Append("\r\n");
                column = 0;
            }

            field.Append(' ').Append(part);
            column += 1 + part.Length;
        }

        return field.Append("\r\n").ToString();
    }

    private static string Percent(string text)
    {
        var encoded = new StringBuilder();
        foreach (var b in Encoding.UTF8.GetBytes(text))
        {
            if (char.IsAsciiLetterOrDigit((char)b) || b is (byte)'-' or (byte)'.' or (byte)'_') encoded.Append((char)b);
            else encoded.Append('%').Append(b.ToString("X2", System.Globalization.CultureInfo.InvariantCulture));
        }

        return encoded.ToString();
    }

    /// <summary>Pieces of up to <paramref name="length"/>, none ending inside a %XX.</summary>
    private static IEnumerable<string> Pieces(string text, int length)
    {
        for (var from = 0; from < text.Length;)
        {
            var to = Math.Min(from + length, text.Length);
            if (to < text.Length && text[to - 1] == '%') to -= 1;
            else if (to < text.Length && text[to - 2] == '%') to -= 2;
            yield return text[from..to];
            from = to;
        }
    }
}
