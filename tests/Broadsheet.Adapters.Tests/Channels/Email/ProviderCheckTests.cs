using System.Text.Json.Nodes;
using Broadsheet.Core;
using Xunit;

namespace Broadsheet.Adapters.Tests.Channels.Email;

/// <summary>What the test of a connection to a provider says, and that it sends nothing.</summary>
public sealed class ProviderCheckTests
{
    private const string Key = "key-very-secret";

    public static TheoryData<int, string, string> Resend => new()
    {
        { 200, Domains("""{"id":"1","name":"other.org","status":"verified"},{"id":"2","name":"Example.com","status":"verified","capabilities":{"sending":"enabled","receiving":"disabled"}}"""), "" },
        { 200, Domains("""{"id":"2","name":"example.com","status":"partially_verified"}"""), "" },
        { 200, Domains("""{"id":"2","name":"example.com","status":"pending"}"""), "has not verified example.com" },
        { 200, Domains("""{"id":"2","name":"example.com"}"""), "has not verified example.com" },
        { 200, Domains("""{"id":"2","name":"example.com","status":"verified","capabilities":{"sending":"disabled"}}"""), "switched off" },
        { 200, Domains("""{"id":"2","name":"mail.example.com","status":"verified"}"""), "It knows mail.example.com" },
        { 200, Domains(""), "It knows none yet" }, { 200, "[1]", "It knows none yet" }, { 200, "no json", "It knows none yet" },
        { 401, """{"statusCode":401,"name":"restricted_api_key","message":"This API key is restricted to only send emails"}""", "" },
        { 400, """{"statusCode":400,"name":"validation_error","message":"API key is invalid"}""", "API key is invalid" },
        { 401, $$"""{"name":"missing_api_key","message":"no {{Key}}"}""", "check that the API key is right" },
        { 429, "{}", "in a minute" }, { 500, "{}", "answered 500" }, { -1, "", "was not reached" },
    };

    [Theory]
    [MemberData(nameof(Resend))]
    public async Task Resend_says_whether_the_senders_domain_is_verified(int status, string answer, string said)
    {
        await using var web = new FakeWeb { Answer = _ => new WebAnswer(status, answer) };
        Holds(said, await TestAsync(web, "resend"));
        Assert.All(web.Requests, r => Assert.Equal(("GET", "/domains", "Bearer " + Key), (r.Method, r.Path.Split('?')[0], r.Headers["Authorization"])));
    }

    [Fact]
    public async Task A_domain_is_looked_for_on_every_page()
    {
        await using var web = new FakeWeb
        {
            Answer = r => new WebAnswer(200, r.Path.Contains("after=b%26", StringComparison.Ordinal) ? Domains("""{"id":"c","name":"example.com","status":"verified"}""")
                : """{"object":"list","has_more":true,"data":[{"id":"a","name":"a.org","status":"verified"},{"id":"b&","name":"b.org","status":"verified"}]}"""),
        };
        Holds("", await TestAsync(web, "resend"));
        Assert.Equal(2, web.Requests.Count);

        web.Answer = _ => new WebAnswer(200, """{"object":"list","has_more":true,"data":[{"id":"a","name":"a.org","status":"verified"}]}""");
        Holds("It knows a.org", await TestAsync(web, "resend"));
        Assert.InRange(web.Requests.Count, 3, 30);
    }

    [Theory]
    [InlineData(200, "", "")]
    [InlineData(202, "", "")]
    [InlineData(401, """{"errors":[{"message":"The provided authorization grant is invalid, expired, or revoked","field":null,"help":null}]}""", "invalid, expired, or revoked")]
    [InlineData(403, """{"errors":[{"message":"The from address does not match a verified Sender Identity. key-very-secret"}]}""", "verified Sender Identity")]
    [InlineData(503, "", "answered 503")]
    public async Task SendGrid_reads_a_message_in_its_sandbox(int status, string answer, string said)
    {
        await using var web = new FakeWeb { Answer = _ => new WebAnswer(status, answer) };
        Holds(said, await TestAsync(web, "sendgrid"));
        var asked = Assert.Single(web.Requests);
        Assert.Equal(("POST", "/v3/mail/send", "Bearer " + Key), (asked.Method, asked.Path, asked.Headers["Authorization"]));
        Assert.True(asked.Json["mail_settings"]!["sandbox_mode"]!["enable"]!.GetValue<bool>());
        Assert.Equal("reports@example.com", asked.Json["personalizations"]![0]!["to"]![0]!["email"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("resend", "resend.json")]
    [InlineData("sendgrid", "sendgrid-mail-v3.json")]
    public async Task What_is_asked_is_what_the_provider_describes(string provider, string file)
    {
        await using var vendor = await VendorApi.StartAsync(file, TestContext.Current.CancellationToken);
        await using var channel = Post.Channel(provider: vendor.Url);
        var tested = await channel.TestAsync(Some.Values(channel.Connection, Connection(provider)), TestContext.Current.CancellationToken);

        // Resend's example domain is example.com, which it has not started to verify.
        if (provider == "sendgrid") Assert.True(tested.IsOk, tested.Problem?.Summary);
        else Assert.Contains("has not verified example.com", tested.Problem!.Summary, StringComparison.Ordinal);
    }

    private static void Holds(string said, Result<Done> tested)
    {
        Assert.True(tested.IsOk == (said.Length == 0), tested.Problem?.Summary ?? "was good");
        if (tested.IsOk) return;
        Assert.Contains(said, tested.Problem.Summary, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, tested.Problem.Summary, StringComparison.Ordinal);
    }

    private static async Task<Result<Done>> TestAsync(FakeWeb web, string provider)
    {
        await using var channel = Post.Channel(provider: web.Url);
        return await channel.TestAsync(Some.Values(channel.Connection, Connection(provider)), TestContext.Current.CancellationToken);
    }

    private static string Connection(string provider) =>
        new JsonObject { ["provider"] = provider, ["api_key"] = Key, ["from"] = "Reports <reports@example.com>" }.ToJsonString();

    private static string Domains(string items) => $$"""{"object":"list","has_more":false,"data":[{{items}}]}""";
}
