using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;
using Broadsheet.Core.Audit;

namespace Broadsheet.Server.Audit;

/// <summary>
/// The secrets this process has seen, so that none gets into the audit log, an error or a message, whoever wrote that text. What opens
/// or takes a secret notes it here. Thread-safe; in memory only.
/// </summary>
internal sealed class KnownSecrets
{
    private const int Most = 20_000;
    private readonly ConcurrentDictionary<string, byte> seen = new(StringComparer.Ordinal);
    private volatile IReadOnlyList<string> forms = [];

    /// <summary>Every text inside <paramref name="secrets"/> is one.</summary>
    public void Note(JsonNode? secrets)
    {
        switch (secrets)
        {
            case JsonObject members:
                foreach (var (_, value) in members) Note(value);
                break;
            case JsonArray items:
                foreach (var item in items) Note(item);
                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                Note(value.GetValue<string>());
                break;
        }
    }

    public void Note(string secret)
    {
        if (secret.Length < Redaction.Shortest || seen.ContainsKey(secret)) return;
        if (seen.Count >= Most) seen.Clear();
        seen[secret] = 0;
        forms = [.. seen.Keys.SelectMany(Redaction.Forms).Distinct(StringComparer.Ordinal).OrderByDescending(f => f.Length)];
    }

    [return: NotNullIfNotNull(nameof(text))]
    public string? Redact(string? text) => text is null ? null : Redaction.Text(text, forms);
}
