using Broadsheet.Adapters.Net;
using Broadsheet.Adapters.Tests.Channels.Email;
using Broadsheet.Core.Ports;

namespace Broadsheet.Adapters.Tests.Channels;

/// <summary>A channel over HTTP with a fake web server at its other end.</summary>
internal sealed class WebUnderTest : IChannelUnderTest
{
    private readonly FakeWeb web;
    private readonly OutboundHttp http = new(Post.Guard);
    private readonly Func<WebRequest, string?> kept;

    /// <param name="web">The other end, answering well.</param>
    /// <param name="make">The channel.</param>
    /// <param name="kept">What of a request is a message and must not differ between attempts; null where it is no message yet.</param>
    public WebUnderTest(FakeWeb web, Func<OutboundHttp, Uri, IDeliveryChannel> make, Func<WebRequest, string?> kept)
    {
        (this.web, this.kept) = (web, kept);
        Channel = make(http, web.Url);
    }

    public IDeliveryChannel Channel { get; }

    public required string Destination { get; init; }

    public string? Repeated { get; init; }

    public required (string Json, string Path) Wrong { get; init; }

    public string? Connection { get; init; }

    public IReadOnlyList<string> Secrets { get; init; } = [];

    public Task<IReadOnlyList<string>> ArrivedAsync() => Task.FromResult<IReadOnlyList<string>>([.. web.Requests.Select(kept).OfType<string>()]);

    public void Refuse() => web.Answer = r => new WebAnswer(403, $"no: {r.Path} {string.Join(' ', r.Headers.AllKeys.Select(k => r.Headers[k]))}\r\n{string.Join(' ', Secrets)}");

    public ValueTask VanishAsync() => web.DisposeAsync();

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await web.DisposeAsync();
    }
}
