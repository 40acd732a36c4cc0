using System.Net.Http.Headers;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OAuth;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;

namespace Broadsheet.Server.People.Provider;

/// <summary>
/// The framework's OAuth code flow (state bound to the browser, PKCE) as OpenID Connect: addresses from the provider's metadata, a nonce,
/// and an id_token that is checked. Claims that it lacks are read from the userinfo endpoint, of the same subject. No token is kept.
/// </summary>
internal sealed class ProviderHandler(
    IOptionsMonitor<ProviderOptions> options, ILoggerFactory logger, UrlEncoder encoder, ProviderSettings settings, ProviderMetadata metadata, IdentityToken identityToken)
    : OAuthHandler<ProviderOptions>(options, logger, encoder)
{
    private const string Nonce = "nonce";

    /// <summary>
    /// From our endpoint alone: the framework's own middleware asks before routing, and so outside of the headers, the limits and
    /// the boundary for errors, and before anybody knows who is signed in.
    /// </summary>
    public override async Task<bool> ShouldHandleRequestAsync() => Context.GetEndpoint() is not null && await base.ShouldHandleRequestAsync();

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Options.AuthorizationEndpoint = (await metadata.ReadAsync(Context.RequestAborted)).AuthorizationEndpoint;
        properties.Items[Nonce] = RandomNumberGenerator.GetHexString(32, lowercase: true);
        await base.HandleChallengeAsync(properties);
    }

    protected override string BuildChallengeUrl(AuthenticationProperties properties, string redirectUri) =>
        QueryHelpers.AddQueryString(base.BuildChallengeUrl(properties, Public(redirectUri)), Nonce, properties.Items[Nonce]!);

    protected override async Task<OAuthTokenResponse> ExchangeCodeAsync(OAuthCodeExchangeContext context)
    {
        var provider = await metadata.ReadAsync(Context.RequestAborted);
        var fields = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["grant_type"] = "authorization_code",
            ["code"] = context.Code,
            ["redirect_uri"] = Public(context.RedirectUri),
        };
        if (context.Properties.Items.TryGetValue(OAuthConstants.CodeVerifierKey, out var verifier) && verifier is not null) fields[OAuthConstants.CodeVerifierKey] = verifier;
        using var request = new HttpRequestMessage(HttpMethod.Post, provider.TokenEndpoint);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));

        // Basic is what a provider takes when it says nothing (OpenID Connect Discovery 3).
        if (provider.TokenEndpointAuthMethodsSupported.Count == 0 || provider.TokenEndpointAuthMethodsSupported.Contains("client_secret_basic"))
            request.Headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Uri.EscapeDataString(settings.ClientId)}:{Uri.EscapeDataString(settings.ClientSecret)}")));
        else
            (fields["client_id"], fields["client_secret"]) = (settings.ClientId, settings.ClientSecret);
        request.Content = new FormUrlEncodedContent(fields);
        using var response = await Backchannel.SendAsync(request, Context.RequestAborted);
        if (!response.IsSuccessStatusCode) return OAuthTokenResponse.Failed(new AuthenticationFailureException($"The provider refused the code with status {(int)response.StatusCode}."));
        try
        {
            return OAuthTokenResponse.Success(JsonDocument.Parse(await response.Content.ReadAsStringAsync(Context.RequestAborted)));
        }
        catch (JsonException)
        {
            return OAuthTokenResponse.Failed(new AuthenticationFailureException("The provider's answer to the code is not JSON."));
        }
    }

    protected override async Task<AuthenticationTicket> CreateTicketAsync(ClaimsIdentity identity, AuthenticationProperties properties, OAuthTokenResponse tokens)
    {
        var text = tokens.Response!.RootElement.TryGetProperty("id_token", out var token) && token.ValueKind == JsonValueKind.String ? token.GetString() : null;
        if (text is null) throw new AuthenticationFailureException("The provider gave no id_token.");
        var check = await identityToken.CheckAsync(text, properties.Items[Nonce] ?? "", Context.RequestAborted);
        if (!check.IsOk) throw new AuthenticationFailureException(check.Problem.Summary);
        identity.AddClaims(Claims(check.Value.Claims));
        if (identity.FindFirst("email") is null || (settings.RolesClaim is { } claim && identity.FindFirst(claim) is null)) await AskAsync(identity, check.Value.Subject, tokens.AccessToken);
        return new AuthenticationTicket(new ClaimsPrincipal(identity), properties, Scheme.Name);
    }

    /// <summary>Many providers say the address here alone. What the id_token says is not said again.</summary>
    private async Task AskAsync(ClaimsIdentity identity, string subject, string? accessToken)
    {
        var provider = await metadata.ReadAsync(Context.RequestAborted);
        if (string.IsNullOrEmpty(provider.UserInfoEndpoint) || string.IsNullOrEmpty(accessToken)) return;
        using var request = new HttpRequestMessage(HttpMethod.Get, provider.UserInfoEndpoint);
        request.Headers.Authorization = new("Bearer", accessToken);
        using var response = await Backchannel.SendAsync(request, Context.RequestAborted);
        if (!response.IsSuccessStatusCode) throw new AuthenticationFailureException($"The provider's userinfo endpoint answered {(int)response.StatusCode}.");
        var said = Read(await response.Content.ReadAsStringAsync(Context.RequestAborted));
        if (said["sub"]?.ToString() != subject) throw new AuthenticationFailureException("The provider's userinfo endpoint speaks of another person (sub).");
        var claims = said.SelectMany(m => m.Value is JsonArray list ? list.Select(v => new Claim(m.Key, v?.ToString() ?? "")) : [new Claim(m.Key, m.Value?.ToString() ?? "")]);
        identity.AddClaims(Claims(claims).Where(c => identity.FindFirst(c.Type) is null).ToList());
    }

    private static JsonObject Read(string text)
    {
        try
        {
            return JsonNode.Parse(text) as JsonObject ?? [];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    private IEnumerable<Claim> Claims(IEnumerable<Claim> all) =>
        all.Where(c => c.Type is "sub" or "email" or "email_verified" or "name" or "preferred_username" || c.Type == settings.RolesClaim);

    private string Public(string redirectUri) => Options.PublicUrl is { } url ? new Uri(url, Options.CallbackPath.Value!.TrimStart('/')).AbsoluteUri : redirectUri;
}
