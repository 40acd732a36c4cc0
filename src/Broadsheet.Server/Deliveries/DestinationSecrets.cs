using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Broadsheet.Core;
using Broadsheet.Core.Ports;
using Broadsheet.Core.Workspaces;
using Broadsheet.Server.Http;
using Microsoft.AspNetCore.DataProtection;

namespace Broadsheet.Server.Deliveries;

/// <summary>
/// The secrets inside destinations: a webhook's key, the URL of a Slack webhook. Stored, one is <c>{"protected": "…"}</c>, bound to
/// workspace, channel and setting; shown, it is <c>{"set": true}</c>. Nobody else reads or writes either form.
/// </summary>
internal sealed class DestinationSecrets(IDataProtectionProvider protection, KnownSecrets known)
{
    private const string Sealed = "protected";
    private const string Shown = "set";

    /// <summary>A destination as it is stored.</summary>
    public JsonObject Protect(WorkspaceId workspace, Destination destination)
    {
        var json = destination.ToJson();
        foreach (var name in Names(destination.Channel))
        {
            if (json[name] is not { } secret) continue;
            known.Note(secret);
            json[name] = new JsonObject { [Sealed] = Protector(workspace, destination.Channel.Type, name).Protect(Wire.Text(secret)) };
        }

        return json;
    }

    /// <summary>Stored destinations, wherever they stand in <paramref name="stored"/>, with the present key. Throws where no key of this server opens one.</summary>
    public JsonNode Again(WorkspaceId workspace, JsonNode stored)
    {
        var renewed = stored.DeepClone();
        Renew(workspace, renewed);
        return renewed;
    }

    private void Renew(WorkspaceId workspace, JsonNode? node)
    {
        if (node is JsonArray list)
        {
            foreach (var item in list) Renew(workspace, item);
        }
        else if (node is JsonObject json)
        {
            foreach (var (name, value) in json.ToList())
            {
                if (Word(value, Sealed) is not { } sealedText || json["type"] is not { } type) Renew(workspace, value);
                else if (Protector(workspace, type.GetValue<string>(), name) is var protector) json[name] = new JsonObject { [Sealed] = protector.Protect(protector.Unprotect(sealedText)) };
            }
        }
    }

    /// <summary>A stored destination with its secrets readable; a conflict when the keys that protected them are gone.</summary>
    public Result<JsonObject> Open(WorkspaceId workspace, JsonObject stored)
    {
        var open = stored.DeepClone().AsObject();
        foreach (var (name, value) in stored)
        {
            if (Word(value, Sealed) is not { } sealedText) continue;
            try
            {
                var secret = JsonNode.Parse(Protector(workspace, stored["type"]!.GetValue<string>(), name).Unprotect(sealedText));
                known.Note(secret);
                open[name] = secret;
            }
            catch (CryptographicException)
            {
                return new Problem.Conflict("secrets-lost", $"The “{name}” of this destination cannot be read with this server's keys; enter it again.");
            }
        }

        return open;
    }

    /// <summary>
    /// What a caller gave, each secret that came as it was answered filled in from what is stored for the same type, and their names.
    /// One that is not stored is an error at its setting.
    /// </summary>
    public Result<(JsonObject Filled, IReadOnlyList<string> Kept)> Keep(WorkspaceId workspace, IDeliveryChannel channel, JsonObject given, JsonObject? stored)
    {
        var filled = given.DeepClone().AsObject();
        var (kept, errors) = (new List<string>(), new List<FieldError>());
        var opened = stored is not null && JsonNode.DeepEquals(stored["type"], given["type"]) ? Open(workspace, stored) : new JsonObject();
        var old = opened.IsOk ? opened.Value : [];
        foreach (var name in Names(channel).Where(n => IsMask(given[n])))
        {
            if (old[name] is { } secret) filled[name] = secret.DeepClone();
            else errors.Add(new(name, "required-again", $"No “{name}” is stored for this destination: enter it."));
            kept.Add(name);
        }

        return errors.Count > 0 ? new Problem.Invalid(errors) : Result<(JsonObject, IReadOnlyList<string>)>.Ok((filled, kept));
    }

    /// <summary>Stored destinations as they may be answered and audited.</summary>
    public static JsonArray Masked(string destinationsJson)
    {
        var shown = JsonNode.Parse(destinationsJson)!.AsArray();
        foreach (var destination in shown.OfType<JsonObject>())
        {
            foreach (var name in destination.Where(p => Word(p.Value, Sealed) is not null).Select(p => p.Key).ToList()) destination[name] = new JsonObject { [Shown] = true };
        }

        return shown;
    }

    /// <summary>True when a caller repeats a secret that they can only know masked.</summary>
    public static bool HasMask(JsonObject given) => given.Any(p => IsMask(p.Value));

    /// <summary>True when a stored destination holds a secret of its own, and so does without a connection's.</summary>
    public static bool HasOwn(JsonObject stored) => stored.Any(p => Word(p.Value, Sealed) is not null);

    private static bool IsMask(JsonNode? node) => node is JsonObject { Count: 1 } json && json[Shown]?.GetValueKind() == JsonValueKind.True;

    private static string? Word(JsonNode? node, string name) =>
        node is JsonObject { Count: 1 } json && json[name]?.GetValueKind() == JsonValueKind.String ? json[name]!.GetValue<string>() : null;

    private static IEnumerable<string> Names(IDeliveryChannel channel) => channel.Destination.Settings.Where(s => s.Secret).Select(s => s.Name);

    private IDataProtector Protector(WorkspaceId workspace, string type, string name) =>
        protection.CreateProtector("Broadsheet.Destination.v1", workspace.ToString(), type, name);
}
