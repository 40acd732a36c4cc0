using Broadsheet.Adapters.Channels.Slack;

namespace Broadsheet.Adapters.Tests.Channels.Slack;

public sealed class SlackWebhookContractTests : ChannelContract
{
    protected override bool SendsFiles => false;

    protected override Task<IChannelUnderTest> MakeAsync()
    {
        var web = new FakeWeb { Answer = _ => new WebAnswer(200, "ok") };
        return Task.FromResult<IChannelUnderTest>(new WebUnderTest(web, (http, url) => new SlackChannel(http, url), r => r.Text)
        {
            Destination = $$"""{ "webhook_url": "{{web.Url}}services/T000/B000/hook-secret" }""",
            Wrong = ("""{ "webhook_url": "nonsense" }""", "webhook_url"),
            Secrets = ["hook-secret"],
        });
    }
}
