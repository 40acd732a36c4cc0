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

    /// <summary>The forms in which <paramref name="secret"/> gets into messages: as it is, in a URL, in base64, in JSON; longest first. Empty for a short one.</summary>
    public static IReadOnlyList<string> Forms(string secret)
    {
        if (secret.Length < Shortest) return [];
        string[] forms = [secret, Uri.EscapeDataString(secret), Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)), Escaped(secret, JavaScriptEncoder.Default), Escaped(secret, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)];
        return [.. forms.Distinct(StringComparer.Ordinal).OrderByDescending(f => f.Length)];
    }

    private static string Escaped(string secret, JavaScriptEncoder encoder) => JsonEncodedText.Encode(secret, encoder).Value;

    /// <summary><paramref name="text"/> without any of <paramref name="forms"/>.</summary>
    public static string Text(string text, IEnumerable<string> forms)
    {
        foreach (var form in forms) text = text.Replace(form, Mark, StringComparison.Ordinal);
        return text;
    }
}
