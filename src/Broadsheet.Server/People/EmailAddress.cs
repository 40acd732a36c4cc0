namespace Broadsheet.Server.People;

/// <summary>
/// The address a person signs in with. ASCII only, since letters that merely look alike must not be two accounts, and folded to
/// lower case for comparing.
/// </summary>
internal sealed record EmailAddress
{
    private const int Longest = 254;

    private EmailAddress(string text) => Text = text;

    public string Text { get; }

    public string Key => Text.ToLowerInvariant();

    /// <summary>Null when <paramref name="text"/> is no address this product accepts.</summary>
    public static EmailAddress? Read(string text)
    {
        var trimmed = text.Trim();
        var at = trimmed.IndexOf('@', StringComparison.Ordinal);
        var formed = trimmed.Length <= Longest && at > 0 && at == trimmed.LastIndexOf('@') && at < trimmed.Length - 1
            && trimmed.All(c => c is > ' ' and < '\x7f' && !"\"(),:;<>[\\]".Contains(c, StringComparison.Ordinal))
            && trimmed[at + 1] is not ('.' or '-') && trimmed[^1] is not ('.' or '-');
        return formed ? new(trimmed) : null;
    }
}
