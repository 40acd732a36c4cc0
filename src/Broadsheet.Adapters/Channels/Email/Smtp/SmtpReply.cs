namespace Broadsheet.Adapters.Channels.Email.Smtp;

/// <summary>
/// One reply: its three digits, the enhanced code (<c>5.1.1</c>) where it has one, and its lines without both.
/// </summary>
internal sealed record SmtpReply(int Code, string? Enhanced, IReadOnlyList<string> Lines)
{
    public bool IsPositive => Code is >= 200 and < 400;

    public bool IsPermanent => Code >= 500;

    public string Text => string.Join(' ', Lines);

    public override string ToString() => Enhanced is null ? $"{Code} {Text}" : $"{Code} {Enhanced} {Text}";

    /// <summary>Reads collected lines of one reply (<c>250-first</c>, <c>250 last</c>); null where they are not one.</summary>
    public static SmtpReply? Parse(IReadOnlyList<string> lines)
    {
        var code = lines.Count > 0 ? CodeOf(lines[0]) : null;
        if (code is null || lines.Any(l => CodeOf(l) != code)) return null;
        var texts = lines.Select(l => l.Length > 4 ? l[4..] : "").ToList();
        var enhanced = EnhancedOf(texts[0], code.Value);
        return enhanced is null
            ? new SmtpReply(code.Value, null, texts)
            : new SmtpReply(code.Value, enhanced, [.. texts.Select(t => t.StartsWith(enhanced, StringComparison.Ordinal) ? t[enhanced.Length..].TrimStart() : t)]);
    }

    /// <summary>The digits of a line that begins with a reply code and then ends, or goes on with a blank or a hyphen.</summary>
    public static int? CodeOf(string line)
    {
        var shaped = line.Length >= 3 && line[0] is >= '2' and <= '5' && char.IsAsciiDigit(line[1]) && char.IsAsciiDigit(line[2])
            && (line.Length == 3 || line[3] is ' ' or '-');
        return shaped ? ((line[0] - '0') * 100) + ((line[1] - '0') * 10) + line[2] - '0' : null;
    }

    private static string? EnhancedOf(string text, int code)
    {
        var end = text.IndexOf(' ', StringComparison.Ordinal);
        var word = end < 0 ? text : text[..end];
        var parts = word.Split('.');
        var shaped = parts.Length == 3 && parts[0] == (code / 100).ToString(System.Globalization.CultureInfo.InvariantCulture)
            && parts.Skip(1).All(p => p.Length is >= 1 and <= 3 && p.All(char.IsAsciiDigit));
        return shaped ? word : null;
    }
}
