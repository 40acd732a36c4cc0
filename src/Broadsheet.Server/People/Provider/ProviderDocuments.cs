using Microsoft.IdentityModel.Protocols;

namespace Broadsheet.Server.People.Provider;

/// <summary>Fetches the provider's documents by the guarded way out.</summary>
internal sealed class ProviderDocuments(HttpClient http) : IDocumentRetriever
{
    public async Task<string> GetDocumentAsync(string address, CancellationToken cancel)
    {
        using var response = await http.GetAsync(new Uri(address), cancel);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadAsStringAsync(cancel);
    }
}
