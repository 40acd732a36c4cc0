using System.Net;
using System.Text;
using Broadsheet.Adapters.Net;
using Broadsheet.Adapters.Tests.Channels;
using Broadsheet.Core;
using Xunit;

namespace Broadsheet.Adapters.Tests.Net;

public sealed class OutboundHttpTests : IAsyncDisposable
{
    private static readonly IPNetwork[] Loopback = [IPNetwork.Parse("127.0.0.0/8")];
    private readonly FakeWeb web = new();
    private readonly OutboundHttp http = new(new OutboundGuard(Loopback), new OutboundLimits { AnswerBytes = 1_000, Time = TimeSpan.FromMinutes(1) });

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_answer_is_an_answer_whatever_its_status()
    {
        web.Answer = _ => new WebAnswer(503, "later", ("Retry-After", "7"));
        var answer = Assert.IsType<OutboundAnswer.Answered>(await http.SendAsync(Post(web.Url), Ct));
        Assert.Equal((503, "later"), (answer.Status, answer.Text));
        Assert.Equal(TimeSpan.FromSeconds(7), answer.Headers.RetryAfter!.Delta);
    }

    [Fact]
    public async Task A_closed_network_is_not_reached()
    {
        using var closed = new OutboundHttp(new OutboundGuard([]));
        Assert.Contains(OutboundGuard.Setting, Assert.IsType<OutboundAnswer.Refused>(await closed.SendAsync(Post(web.Url), Ct)).Problem.Summary);
        Assert.Empty(web.Requests);
    }

    [Fact]
    public async Task A_name_that_resolves_differently_the_second_time_reaches_nothing()
    {
        var asked = 0;
        using var rebound = new OutboundHttp(new OutboundGuard([], (_, _) =>
            Task.FromResult<IPAddress[]>([asked++ == 0 ? IPAddress.Parse("192.0.2.1") : IPAddress.Loopback])));
        Assert.IsType<OutboundAnswer.Refused>(await rebound.SendAsync(Post(new Uri($"http://rebinds.example:{web.Url.Port}/")), Ct));
        Assert.IsType<OutboundAnswer.Refused>(await rebound.SendAsync(Post(new Uri($"http://rebinds.example:{web.Url.Port}/")), Ct));
        Assert.Empty(web.Requests);
    }

    [Fact]
    public async Task The_address_that_was_checked_is_the_one_that_is_reached()
    {
        using var named = new OutboundHttp(new OutboundGuard(Loopback, (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Loopback])));
        web.Answer = r => new WebAnswer(200, r.Headers["Host"]!);
        var answer = await named.SendAsync(Post(new Uri($"http://127.0.0.1:{web.Url.Port}/")), Ct);
        Assert.IsType<OutboundAnswer.Answered>(answer);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task A_redirect_is_not_followed(int status)
    {
        web.Answer = r => r.Path == "/" ? new WebAnswer(status, "", ("Location", "/elsewhere")) : new WebAnswer(200);
        Assert.Equal(status, Assert.IsType<OutboundAnswer.Answered>(await http.SendAsync(Post(web.Url), Ct)).Status);
        Assert.Single(web.Requests);
    }

    [Fact]
    public async Task An_endless_body_is_cut_off()
    {
        web.Answer = _ => new WebAnswer(200, new string('x', 4_000)) { Endless = true };
        Assert.Equal(1_000, Assert.IsType<OutboundAnswer.Answered>(await http.SendAsync(Post(web.Url), Ct)).Body.Length);
    }

    [Fact]
    public async Task A_proxy_of_the_environment_is_not_used()
    {
        await using var proxy = new FakeWeb();
        Environment.SetEnvironmentVariable("HTTP_PROXY", proxy.Url.AbsoluteUri);
        Environment.SetEnvironmentVariable("ALL_PROXY", proxy.Url.AbsoluteUri);
        try
        {
            using var fresh = new OutboundHttp(new OutboundGuard(Loopback));
            Assert.IsType<OutboundAnswer.Answered>(await fresh.SendAsync(Post(web.Url), Ct));
            Assert.Empty(proxy.Requests);
        }
        finally
        {
            Environment.SetEnvironmentVariable("HTTP_PROXY", null);
            Environment.SetEnvironmentVariable("ALL_PROXY", null);
        }
    }

    [Theory]
    [InlineData("ftp://example.com/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("http://user:password@example.com/")]
    [InlineData("gopher://example.com/")]
    public async Task Only_plain_web_addresses_are_called(string url) =>
        Assert.IsType<Problem.Invalid>(Assert.IsType<OutboundAnswer.Refused>(await http.SendAsync(Post(new Uri(url)), Ct)).Problem);

    [Theory]
    [InlineData("http://2130706433/")]
    [InlineData("http://0x7f.1/")]
    [InlineData("http://0177.0.0.1/")]
    [InlineData("http://[::ffff:127.0.0.1]/")]
    [InlineData("http://[::1]/")]
    [InlineData("http://169.254.169.254/latest/meta-data/")]
    [InlineData("http://localhost/")]
    public async Task No_spelling_of_a_closed_address_is_called(string url)
    {
        using var closed = new OutboundHttp(new OutboundGuard([]));
        Assert.IsType<OutboundAnswer.Refused>(await closed.SendAsync(Post(new Uri(url)), Ct));
    }

    [Fact]
    public async Task A_connection_that_breaks_after_the_request_is_told_apart()
    {
        web.Answer = _ => WebAnswer.Break;
        Assert.IsType<OutboundAnswer.Broken>(await http.SendAsync(Post(web.Url), Ct));
        await web.DisposeAsync();
        Assert.IsType<OutboundAnswer.NotSent>(await http.SendAsync(Post(web.Url), Ct));
    }

    [Fact]
    public async Task Cancelled_after_the_request_left_it_is_broken_and_before_it_throws()
    {
        using var cancel = new CancellationTokenSource();
        web.Answer = _ =>
        {
            cancel.Cancel();
            return new WebAnswer(200, "x") { Endless = true };
        };
        var answer = await http.SendAsync(Post(web.Url), cancel.Token);
        Assert.True(answer is OutboundAnswer.Broken or OutboundAnswer.Answered, answer.ToString());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => http.SendAsync(Post(web.Url), cancel.Token));
    }

    [Fact]
    public async Task No_trace_or_cookie_of_ours_leaves()
    {
        web.Answer = _ => new WebAnswer(200, "", ("Set-Cookie", "a=b"));
        using var activity = new System.Diagnostics.Activity("delivery").Start();
        await http.SendAsync(Post(web.Url), Ct);
        await http.SendAsync(Post(web.Url), Ct);
        Assert.All(web.Requests, r => Assert.Equal(
            ["Content-Length", "Content-Type", "Host", "User-Agent"], r.Headers.AllKeys.Where(k => k != "Connection").Order()));
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await web.DisposeAsync();
    }

    private static HttpRequestMessage Post(Uri url) => new(HttpMethod.Post, url) { Content = new StringContent("{}", Encoding.UTF8, "application/json") };
}
