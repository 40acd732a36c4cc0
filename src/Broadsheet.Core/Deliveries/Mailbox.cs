namespace Broadsheet.Core.Deliveries;

/// <summary>An address with the name shown beside it: <c>Reports &lt;reports@example.com&gt;</c>, or the address alone.</summary>
public sealed record Mailbox(string? Name, EmailAddress Address)
{
    /// <summary>Reads either form; the name, up to 200 characters, may be in double quotes and holds no control characters.</summary>
    public static Result<Mailbox> Parse(string text)
    {
        var open = text.IndexOf('<', StringComparison.Ordinal);
        if (open < 0 || !text.EndsWith('>')) return EmailAddress.Parse(text).Select(a => new Mailbox(null, a));
        var name = text[..open].Trim();
        if (name.Length > 1 && name[0] == '"' && name[^1] == '"') name = name[1..^1];
        if (name.Length > 200 || name.Any(c => char.IsControl(c) || c is '<' or '>' or '"'))
            return new Problem.Invalid("", "bad-address", "The name before the address must be up to 200 characters, without quotes or control characters.");
        return EmailAddress.Parse(text[(open + 1)..^1]).Select(a => new Mailbox(name.Length == 0 ? null : name, a));
    }

    public override string ToString() => Name is null ? Address.ToString() : $"{Name} <{Address}>";
}
