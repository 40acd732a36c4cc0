using Broadsheet.Adapters.Channels.S3;

namespace Broadsheet.Adapters.Tests.Channels.S3;

public sealed class S3ContractTests : ChannelContract
{
    protected override Task<IChannelUnderTest> MakeAsync()
    {
        var web = new FakeWeb { Answer = _ => new WebAnswer(200) };
        return Task.FromResult<IChannelUnderTest>(new WebUnderTest(web, (http, _) => new S3Channel(http), r => r.Path + "\n" + r.Text)
        {
            Destination = """{ "key": "weekly/{{file_name}}" }""",
            Wrong = ("""{ "key": "/../x" }""", "key"),
            Connection = $$"""{ "endpoint": "{{web.Url}}", "bucket": "reports", "access_key": "AK1", "secret_key": "s3-very-secret" }""",
            Secrets = ["s3-very-secret"],
        });
    }
}
