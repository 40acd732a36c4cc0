using System.Text.Json.Nodes;

namespace Broadsheet.Core.Ports;

/// <summary>Changes settings whose secrets the caller cannot read.</summary>
public static class SettingsEdit
{
    /// <summary>
    /// <paramref name="given"/> over what is stored: wholly in its place, or merged. A secret that is not given, or given as it was
    /// answered (<c>{"set": true}</c>), stays; null takes it away. Secrets do not follow where a setting that binds them changes:
    /// that is the error <c>required-again</c> at each secret that would have.
    /// </summary>
    /// <param name="plain">The stored settings without the secrets.</param>
    /// <param name="secrets">The stored secrets; empty where they are lost.</param>
    public static Result<SettingValues> Read(SettingsSchema schema, JsonObject given, JsonObject plain, JsonObject secrets, bool merge)
    {
        var wanted = merge ? plain.DeepClone().AsObject() : [];
        foreach (var (name, value) in given) wanted[name] = value?.DeepClone();
        var carried = new List<string>();
        foreach (var name in schema.Settings.Where(s => s.Secret).Select(s => s.Name))
        {
            if (given.ContainsKey(name) && given[name] is not JsonObject) continue;
            wanted.Remove(name);
            if (!secrets.TryGetPropertyValue(name, out var secret) || secret is null) continue;
            wanted[name] = secret.DeepClone();
            carried.Add(name);
        }

        var read = SettingValues.Parse(schema, wanted);
        if (!read.IsOk) return read.Problem;
        return Moved(schema, plain, read.Value) is { } moved && carried.Count > 0
            ? new Problem.Invalid([.. carried.Select(name => Again(name, moved))])
            : read;
    }

    /// <summary>The first setting that binds secrets and is not what was stored; null when none is.</summary>
    public static Setting? Moved(SettingsSchema schema, JsonObject stored, SettingValues now)
    {
        var after = now.ToJson();
        return schema.Settings.FirstOrDefault(s => s.BindsSecrets && !JsonNode.DeepEquals(stored[s.Name], after[s.Name]));
    }

    /// <summary>The error at a stored secret that would go to another place.</summary>
    public static FieldError Again(string secret, Setting moved) =>
        new(secret, "required-again", $"“{moved.Name}” changes, so enter “{secret}” again: a stored secret is never sent to another place.");
}
