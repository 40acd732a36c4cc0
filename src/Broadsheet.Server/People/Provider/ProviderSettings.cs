using Broadsheet.Core;
using Broadsheet.Core.Access;
using Broadsheet.Server.Storage;

namespace Broadsheet.Server.People.Provider;

/// <summary>The OpenID Connect provider that people sign in by: the section "Broadsheet:Oidc".</summary>
internal sealed record ProviderSettings
{
    /// <summary>As the provider writes it; its metadata are below it.</summary>
    public required string Issuer { get; init; }
    public required string ClientId { get; init; }
    public required string ClientSecret { get; init; }

    /// <summary>What the button says.</summary>
    public required string Name { get; init; }

    /// <summary>The claim that says what somebody is here: a text or a list. Null: roles are given here alone.</summary>
    public string? RolesClaim { get; init; }

    /// <summary>What each value of that claim means: the role in a workspace, by its slug.</summary>
    public required IReadOnlyDictionary<string, (string Workspace, Role Role)> Roles { get; init; }

    /// <summary>Asked for beside <c>openid email profile</c>.</summary>
    public required IReadOnlyList<string> Scopes { get; init; }

    /// <summary>Null where the section is not there.</summary>
    public static Result<ProviderSettings?> Read(IConfigurationSection section)
    {
        if (!section.Exists()) return Result<ProviderSettings?>.Ok(null);
        var errors = new List<FieldError>();
        string Needed(string name)
        {
            if (section[name] is { Length: > 0 } value) return value;
            errors.Add(new($"Broadsheet:Oidc:{name}", "required", "Sign-in by a provider needs Issuer, ClientId and ClientSecret."));
            return "";
        }

        var (issuer, client, secret) = (Needed("Issuer"), Needed("ClientId"), Needed("ClientSecret"));
        if (issuer.Length > 0 && !IsAddress(issuer)) errors.Add(new("Broadsheet:Oidc:Issuer", "bad-url", "An issuer is an https address without query, such as https://login.example.com/realms/main (http on this machine alone)."));
        var roles = new Dictionary<string, (string, Role)>(StringComparer.Ordinal);
        foreach (var child in section.GetSection("Roles").GetChildren())
        {
            if (Meaning(child.Value) is { } meaning) roles[child.Key] = meaning;
            else errors.Add(new($"Broadsheet:Oidc:Roles:{child.Key}", "bad-role", "A role is written “workspace:role”, such as main:editor; a person is viewer, editor, admin or auditor."));
        }

        if (errors.Count > 0) return new Problem.Invalid(errors);
        return new ProviderSettings
        {
            Issuer = issuer,
            ClientId = client,
            ClientSecret = secret,
            Name = section["Name"] is { Length: > 0 } name ? name : new Uri(issuer).Host,
            RolesClaim = section["RolesClaim"] is { Length: > 0 } claim ? claim : null,
            Roles = roles,
            Scopes = section["Scopes"]?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [],
        };
    }

    /// <summary>What one value of the claim means: as the settings say, or as it says itself; null where it is about something else.</summary>
    public (string Workspace, Role Role)? Of(string value) => Roles.Count > 0 ? Roles.TryGetValue(value, out var meaning) ? meaning : null : Meaning(value);

    private static (string Workspace, Role Role)? Meaning(string? text) =>
        text?.Split(':') is [{ Length: > 0 } workspace, var role] && Word<Role>.Find(role) is { } known && known != Role.Worker ? (workspace, known) : null;

    private static bool IsAddress(string issuer) =>
        Uri.TryCreate(issuer, UriKind.Absolute, out var url) && url is { Query: "", Fragment: "", UserInfo: "" } && (url.Scheme == "https" || (url.Scheme == "http" && url.IsLoopback));
}
