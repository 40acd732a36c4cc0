using Broadsheet.Adapters.Channels.Email;

namespace Broadsheet.Adapters.Tests.Channels.Email;

/// <summary><see cref="EmailChannel"/> by Resend.</summary>
public sealed class ResendContractTests : ProviderContract
{
    protected override string Provider => "resend";
}
