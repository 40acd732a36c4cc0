using System.Buffers;
using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;
using Broadsheet.Core;
using Broadsheet.Core.Audit;

namespace Broadsheet.Server;

/// <summary>
/// The secrets this process has seen, so that none gets into the audit log, an error, a log or an answer, whoever wrote that text. What opens
/// or takes a secret notes it here. Thread-safe; in memory only.
/// </summary>
internal sealed class KnownSecrets
{
    private const int Most = 20_000;
    private readonly ConcurrentDictionary<string, byte> seen = new(StringComparer.Ordinal);
    private readonly Lock gate = new();
    private volatile Known? known;

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
        lock (gate)
        {
            if (seen.Count >= Most) seen.Clear();
            seen[secret] = 0;
            known = null;
        }
    }

    [return: NotNullIfNotNull(nameof(text))]
    public string? Redact(string? text)
    {
        if (string.IsNullOrEmpty(text)) return text;
        var now = known ?? Build();
        return now.Any is { } any && text.AsSpan().ContainsAny(any) ? Redaction.Text(text, now.Forms) : text;
    }

    /// <summary>The same problem in words without secrets.</summary>
    public Problem Redact(Problem problem) => problem switch
    {
        Problem.Invalid p => new Problem.Invalid([.. p.Errors.Select(e => e with { Message = Redact(e.Message), Suggestion = Redact(e.Suggestion) })]),
        Problem.Conflict p => p with { Message = Redact(p.Message) },
        Problem.Forbidden p => new Problem.Forbidden(Redact(p.Message)),
        Problem.Unavailable p => p with { Message = Redact(p.Message) },
        _ => problem,
    };

    private Known Build()
    {
        lock (gate)
        {
            if (known is { } built) return built;
            string[] forms = [.. seen.Keys.SelectMany(Redaction.Forms).Distinct(StringComparer.Ordinal).OrderByDescending(f => f.Length)];
            return known = new(forms, forms.Length == 0 ? null : SearchValues.Create(forms, StringComparison.Ordinal));
        }
    }

    /// <param name="Any">Finds whether there is one at all: most texts have none.</param>
    private sealed record Known(IReadOnlyList<string> Forms, SearchValues<string>? Any);
}
