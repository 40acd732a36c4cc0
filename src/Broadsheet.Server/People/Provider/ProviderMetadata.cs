using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Broadsheet.Server.People.Provider;

/// <summary>The provider's addresses and keys, as it publishes them: read at first use, again after half a day, and when a key is unknown. Thread-safe.</summary>
internal sealed class ProviderMetadata(ProviderSettings settings, IDocumentRetriever documents, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Age = TimeSpan.FromHours(12);

    /// <summary>Whoever sends tokens with invented keys makes us ask no more often.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim gate = new(1, 1);
    private OpenIdConnectConfiguration? known;
    private long at;

    /// <summary>Throws when the provider does not answer, or says that it is somebody else.</summary>
    public Task<OpenIdConnectConfiguration> ReadAsync(CancellationToken ct) => ReadAsync(Age, ct);

    /// <summary>After a token with a key that is not known: the provider may have changed its keys.</summary>
    public Task<OpenIdConnectConfiguration> ReadAgainAsync(CancellationToken ct) => ReadAsync(Pause, ct);

    public void Dispose() => gate.Dispose();

    private async Task<OpenIdConnectConfiguration> ReadAsync(TimeSpan age, CancellationToken ct)
    {
        await gate.WaitAsync(ct);
        try
        {
            if (known is not null && time.GetElapsedTime(at) < age) return known;
            var read = await OpenIdConnectConfigurationRetriever.GetAsync(settings.Issuer.TrimEnd('/') + "/.well-known/openid-configuration", documents, ct);
            if (read.Issuer != settings.Issuer) throw new InvalidOperationException($"The metadata of {settings.Issuer} name another issuer, {read.Issuer}.");
            (known, at) = (read, time.GetTimestamp());
            return known;
        }
        finally
        {
            gate.Release();
        }
    }
}
