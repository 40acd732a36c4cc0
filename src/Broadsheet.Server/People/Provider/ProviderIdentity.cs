using System.Security.Claims;
using System.Text.Json;

namespace Broadsheet.Server.People.Provider;

/// <summary>Who the provider says it is. Only issuer and subject say who that is; an address proves nothing unless it is verified.</summary>
internal sealed record ProviderIdentity(string Issuer, string Subject, EmailAddress? Email, bool EmailVerified, string? Name, IReadOnlyList<string> Roles)
{
    public static ProviderIdentity Of(ProviderSettings settings, ClaimsPrincipal principal)
    {
        var verified = principal.FindFirst("email_verified")?.Value;
        var email = principal.FindFirst("email")?.Value;
        var name = principal.FindFirst("name")?.Value ?? principal.FindFirst("preferred_username")?.Value;
        return new(
            settings.Issuer, principal.FindFirst("sub")!.Value, email is null ? null : EmailAddress.Read(email),
            verified is "true" or "True", name is not null && AddMember.IsName(name) ? name.Trim() : null,
            settings.RolesClaim is { } claim ? [.. principal.FindAll(claim).SelectMany(c => Values(c.Value)).Distinct(StringComparer.Ordinal)] : []);
    }

    /// <summary>A list arrives as one claim for each, or as JSON.</summary>
    private static IEnumerable<string> Values(string value)
    {
        if (!value.StartsWith('[')) return [value];
        try
        {
            return JsonSerializer.Deserialize<List<string>>(value) ?? [];
        }
        catch (JsonException)
        {
            return [value];
        }
    }
}
