using Amazon.Runtime;
using Broadsheet.Adapters.Net;

namespace Broadsheet.Adapters.Channels.S3;

/// <summary>Makes the SDK connect by the guarded way out only.</summary>
internal sealed class GuardedClients(OutboundHttp http) : HttpClientFactory
{
    public override HttpClient CreateHttpClient(IClientConfig clientConfig) => http.NewClient();

    public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

    public override bool DisposeHttpClientsAfterUse(IClientConfig clientConfig) => true;
}
