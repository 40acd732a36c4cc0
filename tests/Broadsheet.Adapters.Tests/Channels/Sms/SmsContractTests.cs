using Broadsheet.Adapters.Channels.Sms;

namespace Broadsheet.Adapters.Tests.Channels.Sms;

public sealed class SmsContractTests : ChannelContract
{
    public const string Connection = """{ "account_sid": "AC0123456789abcdef0123456789abcdef", "auth_token": "twilio-secret-token", "from": "+15557654321" }""";

    protected override bool SendsFiles => false;

    protected override Task<IChannelUnderTest> MakeAsync()
    {
        var web = new FakeWeb { Answer = _ => new WebAnswer(201, """{ "sid": "SM1" }""") };
        return Task.FromResult<IChannelUnderTest>(new WebUnderTest(web, (http, url) => new SmsChannel(http, url), r => r.Text)
        {
            Destination = """{ "to": ["+1 (555) 123-4567"] }""",
            Repeated = """{ "to": ["+1 (555) 123-4567", "+15551234567"] }""",
            Wrong = ("""{ "to": ["+15551234567", "5551234"] }""", "to[1]"),
            Connection = Connection,
            Secrets = ["twilio-secret-token", "QUMwMTIzNDU2Nzg5YWJjZGVmMDEyMzQ1Njc4OWFiY2RlZjp0d2lsaW8tc2VjcmV0LXRva2Vu"],
        });
    }
}
