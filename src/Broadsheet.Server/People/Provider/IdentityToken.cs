using System.Security.Cryptography;
using System.Text;
using Broadsheet.Core;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Broadsheet.Server.People.Provider;

/// <summary>
/// Checks an id_token as OpenID Connect Core 3.1.3.7 asks: signed by a key of the provider with an asymmetric algorithm, from this issuer,
/// for this client, alive, and the answer to this very request.
/// </summary>
internal sealed class IdentityToken(ProviderSettings settings, ProviderMetadata metadata, TimeProvider time)
{
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(2);

    /// <summary>No <c>none</c>, and nothing whose key is the client's secret.</summary>
    private static readonly string[] Algorithms = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"];

    private readonly JsonWebTokenHandler handler = new() { MapInboundClaims = false };

    public async Task<Result<JsonWebToken>> CheckAsync(string token, string nonce, CancellationToken ct)
    {
        var result = await ValidateAsync(token, await metadata.ReadAsync(ct));
        if (result.Exception is SecurityTokenSignatureKeyNotFoundException) result = await ValidateAsync(token, await metadata.ReadAgainAsync(ct));
        if (!result.IsValid || result.SecurityToken is not JsonWebToken read) return Refused("The provider's token is not valid: " + Reason(result.Exception));
        if (!read.TryGetPayloadValue<string>("nonce", out var given) || !CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(nonce)))
            return Refused("The provider's token answers another request (nonce).");
        if (string.IsNullOrEmpty(read.Subject)) return Refused("The provider's token names nobody (sub).");
        if (read.Audiences.Count() > 1 && !(read.TryGetPayloadValue<string>("azp", out var party) && party == settings.ClientId)) return Refused("The provider's token is for several clients and not issued to this one (azp).");
        return read;
    }

    private Task<TokenValidationResult> ValidateAsync(string token, OpenIdConnectConfiguration provider) => handler.ValidateTokenAsync(token, new TokenValidationParameters
    {
        ValidIssuer = settings.Issuer,
        ValidAudience = settings.ClientId,
        IssuerSigningKeys = provider.SigningKeys,
        ValidAlgorithms = Algorithms,
        RequireSignedTokens = true,
        RequireExpirationTime = true,
        ValidateIssuerSigningKey = true,
        LifetimeValidator = (from, until, _, _) => IsAlive(from, until),
    });

    private bool IsAlive(DateTime? from, DateTime? until)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return until is { } end && end > now - Skew && (from is not { } start || start < now + Skew);
    }

    /// <summary>The kind alone: the message may hold the token.</summary>
    private static string Reason(Exception? error) => error switch
    {
        SecurityTokenInvalidAudienceException => "it is for another client (aud).",
        SecurityTokenInvalidIssuerException => "it is from another issuer (iss).",
        SecurityTokenInvalidLifetimeException or SecurityTokenExpiredException or SecurityTokenNoExpirationException => "it has expired, or the clocks differ (exp).",
        SecurityTokenSignatureKeyNotFoundException => "it is signed with a key that the provider does not publish.",
        SecurityTokenInvalidAlgorithmException => "its algorithm is not allowed (alg).",
        SecurityTokenInvalidSignatureException => "its signature is wrong.",
        _ => "it cannot be read.",
    };

    private static Problem.Forbidden Refused(string message) => new(message);
}
