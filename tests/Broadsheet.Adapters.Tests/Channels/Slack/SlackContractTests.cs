using Broadsheet.Adapters.Channels.Slack;

namespace Broadsheet.Adapters.Tests.Channels.Slack;

public sealed class SlackContractTests : ChannelContract
{
    protected override Task<IChannelUnderTest> MakeAsync()
    {
        var web = new FakeWeb();
        web.Answer = SlackFake.Well(web);
        return Task.FromResult<IChannelUnderTest>(new WebUnderTest(web, (http, url) => new SlackChannel(http, url), r => r.Path.Contains("complete", StringComparison.Ordinal) ? r.Text : null)
        {
            Destination = """{ "channel": "C0123456789" }""",
            Wrong = ("{}", "channel"),
            Connection = """{ "token": "xoxb-very-secret" }""",
            Secrets = ["xoxb-very-secret"],
        });
    }
}
