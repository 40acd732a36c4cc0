using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Broadsheet.Core;
using Broadsheet.Core.DataSources;
using Broadsheet.Core.Ports;
using Broadsheet.Core.Workspaces;
using Broadsheet.Server.Http;
using Microsoft.AspNetCore.DataProtection;

namespace Broadsheet.Server.DataSources;

/// <summary>
/// Splits a source's settings into what may be read and what is protected. The protection is bound to workspace and source: a secret
/// copied into another row opens nothing.
/// </summary>
internal sealed class SourceSecrets(IDataProtectionProvider protection, KnownSecrets known)
{
    /// <summary>The settings without secrets, and the secrets protected; null where there are none.</summary>
    public (JsonObject Plain, string? Protected) Split(SettingsSchema schema, SettingValues values, WorkspaceId workspace, DataSourceId id)
    {
        var (plain, secret) = (values.ToJson(), new JsonObject());
        foreach (var name in Names(schema))
        {
            if (!plain.Remove(name, out var value) || value is null) continue;
            secret[name] = value;
        }

        known.Note(secret);
        return (plain, secret.Count == 0 ? null : Protector(workspace, id).Protect(Wire.Text(secret)));
    }

    /// <summary>The stored secrets protected with the present key. Throws where no key of this server opens them.</summary>
    public string Again(DataSourceRow row)
    {
        var protector = Protector(row.WorkspaceId, row.Id);
        return protector.Protect(protector.Unprotect(row.Secrets!));
    }

    /// <summary>The stored secrets; a conflict when the keys that protected them are gone.</summary>
    public Result<JsonObject> Open(DataSourceRow row)
    {
        if (row.Secrets is null) return new JsonObject();
        try
        {
            var open = Wire.Object(Protector(row.WorkspaceId, row.Id).Unprotect(row.Secrets));
            known.Note(open);
            return open;
        }
        catch (CryptographicException)
        {
            return new Problem.Conflict("secrets-lost", $"The secrets of the data source “{row.Name}” cannot be read with this server's keys; enter them again.");
        }
    }

    /// <summary>The settings as they may be answered and audited.</summary>
    public JsonObject Masked(SettingsSchema? schema, DataSourceRow row)
    {
        var shown = Wire.Object(row.SettingsJson);
        var stored = Open(row) is { IsOk: true } opened ? opened.Value : [];
        foreach (var name in schema is null ? [] : Names(schema)) shown[name] = new JsonObject { ["set"] = stored.ContainsKey(name) };
        return shown;
    }

    public DataSourceWire Show(SettingsSchema? schema, DataSourceRow row) => new()
    {
        Id = row.Id.Value,
        Name = row.Name,
        Type = row.Type,
        Settings = Masked(schema, row),
        CreatedAt = row.CreatedAt,
        UpdatedAt = row.UpdatedAt,
        Version = row.Version,
    };

    public JsonObject Audited(SettingsSchema? schema, DataSourceRow row) =>
        new() { ["name"] = row.Name, ["type"] = row.Type, ["settings"] = Masked(schema, row) };

    public static IEnumerable<string> Names(SettingsSchema schema) => schema.Settings.Where(s => s.Secret).Select(s => s.Name);

    private IDataProtector Protector(WorkspaceId workspace, DataSourceId id) =>
        protection.CreateProtector("Broadsheet.DataSource.v1", workspace.ToString(), id.ToString());
}
