using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Broadsheet.Server.People;

/// <summary>
/// The text of an API key, <c>bsk_&lt;id&gt;_&lt;secret&gt;</c>: an id that may be seen, and a secret of which the store knows the
/// SHA-256 alone. It is long and random, so that no slow hash is needed.
/// </summary>
internal sealed record KeyText(string PublicId, string Secret)
{
    private const string Prefix = "bsk_";
    private const int LongestId = 32;
    private const int ShortestSecret = 32;
    private const int LongestSecret = 256;
    private const string IdLetters = "abcdefghijklmnopqrstuvwxyz0123456789";

    /// <summary>A new one: 62 bits of id, 256 of secret.</summary>
    public static KeyText New() =>
        new(RandomNumberGenerator.GetString(IdLetters, 12), Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32)));

    /// <summary>Null when <paramref name="text"/> has not the form of a key.</summary>
    public static KeyText? Read(string text)
    {
        if (!text.StartsWith(Prefix, StringComparison.Ordinal) || text.Length > Prefix.Length + LongestId + 1 + LongestSecret) return null;
        var end = text.IndexOf('_', Prefix.Length);
        if (end < 0) return null;
        var (id, secret) = (text[Prefix.Length..end], text[(end + 1)..]);
        var formed = id.Length is >= 4 and <= LongestId && id.All(char.IsAsciiLetterOrDigit)
            && secret.Length >= ShortestSecret && secret.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
        return formed ? new(id, secret) : null;
    }

    public byte[] Sha256() => SHA256.HashData(Encoding.UTF8.GetBytes(Secret));

    /// <summary>The whole key: shown once, never stored or logged.</summary>
    public string Whole() => Prefix + PublicId + "_" + Secret;

    public override string ToString() => Prefix + PublicId + "_…";
}
