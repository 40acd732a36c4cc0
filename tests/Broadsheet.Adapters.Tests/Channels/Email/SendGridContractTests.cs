using Broadsheet.Adapters.Channels.Email;

namespace Broadsheet.Adapters.Tests.Channels.Email;

/// <summary><see cref="EmailChannel"/> by SendGrid.</summary>
public sealed class SendGridContractTests : ProviderContract
{
    protected override string Provider => "sendgrid";
}
