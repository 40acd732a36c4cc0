using Broadsheet.Adapters.Channels.Webhook;

namespace Broadsheet.Adapters.Tests.Channels.Webhook;

public sealed class WebhookContractTests : ChannelContract
{
    protected override bool SendsFiles => false;

    protected override Task<IChannelUnderTest> MakeAsync()
    {
        var web = new FakeWeb();
        return Task.FromResult<IChannelUnderTest>(new WebUnderTest(web, (http, _) => new WebhookChannel(http), r => r.Headers["webhook-id"] + r.Text)
        {
            Destination = $$"""{ "url": "{{web.Url}}hook?token=query-secret-1" }""",
            Wrong = ("""{ "url": "ftp://example.com/" }""", "url"),
            Connection = """{ "secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw" }""",
            Secrets = ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "query-secret-1"],
        });
    }
}
