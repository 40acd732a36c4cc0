using System.Globalization;
using System.Text;

namespace Broadsheet.Core.Deliveries;

/// <summary>
/// One mailbox, proven: <c>local@domain</c> by a strict subset of RFC 5321 and 6531. No display name, no list, no quoted
/// local part, no comment, no address literal, nothing that could end a line. The domain is kept in ASCII (IDNA) and lower
/// case, the local part as written in Unicode NFC. Equal when the same mailbox is meant: local parts are compared without case.
/// </summary>
public sealed class EmailAddress : IEquatable<EmailAddress>
{
    private const int MostLocalBytes = 64;
    private const int MostBytes = 254;
    private const string Signs = "!#$%&'*+-/=?^_`{|}~";

    private EmailAddress(string local, string domain) => (Local, Domain) = (local, domain);

    public string Local { get; }

    /// <summary>In ASCII: <c>xn--…</c> for a name in another script.</summary>
    public string Domain { get; }

    /// <summary>The receiving server must offer SMTPUTF8: the local part is not ASCII.</summary>
    public bool NeedsUtf8 => !Ascii.IsValid(Local);

    /// <summary>The address, or the reason with code <c>bad-address</c> and an empty field.</summary>
    public static Result<EmailAddress> Parse(string text)
    {
        if (text.Length is 0 or > 1_000) return Bad(text, "it must be one address such as name@example.com");
        if (text.Any(c => c is ',' or ';')) return Bad(text, "write one address in each entry");
        if (text.Any(c => c is '<' or '>' or '"' or '(' or ')' || char.IsControl(c) || char.IsWhiteSpace(c)))
            return Bad(text, "write the address alone, without a name, quotes or blanks");
        var at = text.LastIndexOf('@');
        if (at < 1 || at != text.IndexOf('@', StringComparison.Ordinal)) return Bad(text, "it must have one @ between name and domain");
        if (!IsWellFormed(text)) return Bad(text, "it is not valid Unicode");
        var local = text[..at].Normalize(NormalizationForm.FormC);
        if (WrongLocal(local) is { } wrong) return Bad(text, wrong);
        if (ReadDomain(text[(at + 1)..]) is not { } domain) return Bad(text, "its domain is not a domain name such as example.com");
        return Encoding.UTF8.GetByteCount(local) + 1 + domain.Length > MostBytes
            ? Bad(text, $"it is longer than {MostBytes} bytes")
            : new EmailAddress(local, domain);
    }

    public bool Equals(EmailAddress? other) =>
        other is not null && Domain == other.Domain && string.Equals(Local, other.Local, StringComparison.OrdinalIgnoreCase);

    public override bool Equals(object? obj) => Equals(obj as EmailAddress);

    public override int GetHashCode() => HashCode.Combine(Domain, StringComparer.OrdinalIgnoreCase.GetHashCode(Local));

    public override string ToString() => $"{Local}@{Domain}";

    private static string? WrongLocal(string local)
    {
        if (Encoding.UTF8.GetByteCount(local) > MostLocalBytes) return $"the part before @ is longer than {MostLocalBytes} bytes";
        if (local[0] == '.' || local[^1] == '.' || local.Contains("..", StringComparison.Ordinal))
            return "a dot may not begin or end the part before @, nor follow another";
        foreach (var rune in local.EnumerateRunes())
        {
            if (!IsAllowed(rune)) return $"the part before @ has a character that is not allowed ({Name(rune)})";
        }

        return null;
    }

    private static bool IsAllowed(Rune rune)
    {
        if (rune.IsAscii) return char.IsAsciiLetterOrDigit((char)rune.Value) || rune.Value == '.' || Signs.Contains((char)rune.Value, StringComparison.Ordinal);
        return Rune.GetUnicodeCategory(rune) is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter
            or UnicodeCategory.TitlecaseLetter or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter
            or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.DecimalDigitNumber;
    }

    private static string Name(Rune rune) => $"U+{rune.Value:X4}";

    private static bool IsWellFormed(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune == Rune.ReplacementChar) return false;
        }

        return true;
    }

    private static string? ReadDomain(string text)
    {
        string ascii;
        try
        {
            ascii = new IdnMapping { UseStd3AsciiRules = true }.GetAscii(text).ToLowerInvariant();
        }
        catch (ArgumentException)
        {
            return null;
        }

        var labels = ascii.Split('.');
        var named = labels.Length > 1 && labels.All(IsLabel) && !labels[^1].All(char.IsAsciiDigit);
        return named && ascii.Length <= 253 ? ascii : null;
    }

    private static bool IsLabel(string label) =>
        label.Length is > 0 and <= 63 && label[0] != '-' && label[^1] != '-' && label.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');

    private static Problem.Invalid Bad(string text, string why)
    {
        var shown = string.Concat((text.Length > 80 ? text[..80] + "…" : text).Select(c => char.IsControl(c) ? ' ' : c));
        return new Problem.Invalid("", "bad-address", $"“{shown}” is not an e-mail address: {why}.");
    }
}
