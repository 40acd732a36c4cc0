using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Broadsheet.Core.Audit;

/// <summary>Takes secrets out of what is written down, by their values, wherever they stand. Pure and thread-safe.</summary>
public static class Redaction
{
    /// <summary>What stands where a secret stood.</summary>
    public const string Mark = "[redacted]";

    /// <summary>Shorter values are words that stand in texts by themselves: to take those out would tell what they are.</summary>
    public const int Shortest = 6;

    /// <summary>
    /// The forms in which <paramref name="secret"/> gets into messages: as it is, in a URL, in JSON, in base64 alone and amid other bytes (as in
    /// <c>Authorization: Basic</c>); longest first. Empty for a short one.
    /// </summary>
    public static IReadOnlyList<string> Forms(string secret)
    {
        if (secret.Length < Shortest) return [];
        string[] forms = [secret, Uri.EscapeDataString(secret), Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)), Escaped(secret, JavaScriptEncoder.Default), Escaped(secret, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)];
        return [.. forms.Concat(Inside(Encoding.UTF8.GetBytes(secret))).Distinct(StringComparer.Ordinal).OrderByDescending(f => f.Length)];
    }

    /// <summary>
    /// What of base64 does not depend on the bytes around: three bytes are four characters, so there are three ways to stand in it, each in
    /// two alphabets.
    /// </summary>
    private static IEnumerable<string> Inside(byte[] secret)
    {
        for (var before = 0; before < 3; before++)
        {
            var text = Convert.ToBase64String([.. new byte[before], .. secret]);
            var own = text[(before == 0 ? 0 : before + 1)..((before + secret.Length) * 8 / 6)];
            yield return own;
            yield return own.Replace('+', '-').Replace('/', '_');
        }
    }

    private static string Escaped(string secret, JavaScriptEncoder encoder) => JsonEncodedText.Encode(secret, encoder).Value;

    /// <summary><paramref name="text"/> without any of <paramref name="forms"/>.</summary>
    public static string Text(string text, IEnumerable<string> forms)
    {
        foreach (var form in forms) text = text.Replace(form, Mark, StringComparison.Ordinal);
        return text;
    }
}
