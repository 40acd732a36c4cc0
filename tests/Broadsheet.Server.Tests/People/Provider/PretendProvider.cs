using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Broadsheet.Server.Composition;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Broadsheet.Server.Tests.People.Provider;

/// <summary>An OpenID Connect provider that can lie in every way there is.</summary>
internal sealed class PretendProvider : IAsyncDisposable
{
    private readonly WebApplication app;
    private RSA key = RSA.Create(2048);
    private string kid = "one";

    private PretendProvider()
    {
        var builder = Web.NewBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["urls"] = "http://127.0.0.1:0" });
        app = builder.Build();
        app.MapGet("/.well-known/openid-configuration", () => Results.Json(new JsonObject
        {
            ["issuer"] = Issuer, ["authorization_endpoint"] = Issuer + "/authorize", ["token_endpoint"] = Issuer + "/token", ["jwks_uri"] = Issuer + "/keys",
        }));
        app.MapGet("/keys", () => Results.Json(new JsonObject { ["keys"] = new JsonArray(Public()) }));
        app.MapPost("/token", (Delegate)TokenAsync);
    }

    public string Issuer => app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    /// <summary>Changes the claims of the next tokens.</summary>
    public Action<JsonObject> Claims { get; set; } = _ => { };

    /// <summary>Makes the token from its claims; null signs them as it should be.</summary>
    public Func<JsonObject, string>? Token { get; set; }

    /// <summary>Of the last request for a token.</summary>
    public IFormCollection? Form { get; private set; }
    public string? Authorization { get; private set; }

    private string? Nonce { get; set; }

    public static async Task<PretendProvider> StartAsync()
    {
        var provider = new PretendProvider();
        await provider.app.StartAsync();
        return provider;
    }

    public (string Key, string? Value)[] Settings(params (string Key, string? Value)[] more) =>
    [
        ("Broadsheet:Oidc:Issuer", Issuer), ("Broadsheet:Oidc:ClientId", "broadsheet"), ("Broadsheet:Oidc:ClientSecret", "client+secret/1"),
        ("Broadsheet:Outbound:Allow", "127.0.0.0/8"), .. more,
    ];

    /// <summary>What a browser would bring back from the address it was sent to, for a person who agreed there.</summary>
    public string Agree(string authorize)
    {
        var query = QueryHelpers.ParseQuery(new Uri(authorize).Query);
        Nonce = query["nonce"];
        return "/signin/provider/callback?code=c0de&state=" + Uri.EscapeDataString(query["state"]!);
    }

    /// <summary>From now on another key, and only that.</summary>
    public void Roll()
    {
        key = RSA.Create(2048);
        kid += "+";
    }

    public string Sign(JsonObject claims, RSA? with = null, string? header = null)
    {
        var text = Part(header ?? $$"""{"alg":"RS256","typ":"JWT","kid":"{{kid}}"}""") + "." + Part(claims.ToJsonString());
        return text + "." + WebEncoders.Base64UrlEncode((with ?? key).SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }

    /// <summary>Signed with a secret that everybody knows: the public key, or the client's own.</summary>
    public static string SignWith(string secret, JsonObject claims)
    {
        var text = Part("""{"alg":"HS256","typ":"JWT","kid":"one"}""") + "." + Part(claims.ToJsonString());
        return text + "." + WebEncoders.Base64UrlEncode(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.ASCII.GetBytes(text)));
    }

    public static string Unsigned(JsonObject claims) => Part("""{"alg":"none"}""") + "." + Part(claims.ToJsonString()) + ".";

    public string PublicPem() => key.ExportSubjectPublicKeyInfoPem();

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        key.Dispose();
    }

    private static string Part(string text) => WebEncoders.Base64UrlEncode(Encoding.UTF8.GetBytes(text));

    private JsonObject Public()
    {
        var numbers = key.ExportParameters(includePrivateParameters: false);
        return new JsonObject { ["kty"] = "RSA", ["use"] = "sig", ["alg"] = "RS256", ["kid"] = kid, ["n"] = WebEncoders.Base64UrlEncode(numbers.Modulus!), ["e"] = WebEncoders.Base64UrlEncode(numbers.Exponent!) };
    }

    private async Task<IResult> TokenAsync(HttpContext http)
    {
        Form = await http.Request.ReadFormAsync();
        Authorization = http.Request.Headers.Authorization;
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var claims = new JsonObject
        {
            ["iss"] = Issuer, ["aud"] = "broadsheet", ["sub"] = "subject-1", ["iat"] = now, ["exp"] = now + 300, ["nonce"] = Nonce,
            ["email"] = "person@example.com", ["email_verified"] = true, ["name"] = "A Person",
        };
        Claims(claims);
        return Results.Json(new { access_token = "at", token_type = "Bearer", id_token = Token is null ? Sign(claims) : Token(claims) });
    }
}
