using System.Diagnostics;
using System.Net.Sockets;
using Broadsheet.Core;

namespace Broadsheet.Adapters.Net;

/// <summary>
/// The only way out by HTTP: connects to the address the guard checked, follows no redirect, uses no proxy and no cookie,
/// and caps bytes and time of each answer. Safe for use by many at a time; made once.
/// </summary>
public sealed class OutboundHttp : IDisposable
{
    private readonly OutboundLimits limits;
    private readonly HttpMessageInvoker invoker;
    private readonly SocketsHttpHandler handler;

    public OutboundHttp(OutboundGuard guard, OutboundLimits? limits = null)
    {
        this.limits = limits ?? new OutboundLimits();
        handler = new SocketsHttpHandler
        {
            ConnectCallback = async (context, ct) => await ConnectAsync(guard, context, ct),
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            PreAuthenticate = false,
            MaxResponseHeadersLength = 32,
            MaxResponseDrainSize = this.limits.AnswerBytes,
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            ActivityHeadersPropagator = DistributedContextPropagator.CreateNoOutputPropagator(),
        };
        invoker = new HttpMessageInvoker(handler, disposeHandler: false);
    }

    /// <summary>
    /// Makes one call. Network faults are answers; cancelling before the request left whole throws
    /// <see cref="OperationCanceledException"/>, afterwards it is <see cref="OutboundAnswer.Broken"/>.
    /// </summary>
    internal async Task<OutboundAnswer> SendAsync(HttpRequestMessage request, CancellationToken ct)
    {
        if (request.RequestUri is not { IsAbsoluteUri: true, UserInfo: "" } uri || uri.Scheme is not ("https" or "http"))
            return new OutboundAnswer.Refused(new Problem.Invalid("url", "not-a-web-address", "The address must begin with https:// or http:// and hold no password."));
        var body = request.Content is null ? null : new MarkedContent(request.Content);
        request.Content = body;
        request.Headers.UserAgent.ParseAdd("Broadsheet");
        using var time = CancellationTokenSource.CreateLinkedTokenSource(ct);
        time.CancelAfter(limits.Time + TimeSpan.FromSeconds((body?.Headers.ContentLength ?? 0) / (double)limits.LeastBytesPerSecond));
        try
        {
            using var response = await invoker.SendAsync(request, time.Token);
            return new OutboundAnswer.Answered((int)response.StatusCode, response.Headers, await ReadAsync(response, time.Token));
        }
        catch (HttpRequestException e) when (Guarded(e) is { } refused)
        {
            return refused.Problem is Problem.Unavailable p ? new OutboundAnswer.NotSent(p.Message) : new OutboundAnswer.Refused(refused.Problem);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException)
        {
            return Fault(body, uri, e is HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError }
                ? "its certificate or TLS was not accepted" : "the connection broke", e);
        }
        catch (OperationCanceledException) when (body is { Left: true } || !ct.IsCancellationRequested)
        {
            return Fault(body, uri, ct.IsCancellationRequested ? "it was cancelled" : "there was no answer in time", null);
        }
    }

    /// <summary>A client over the same guarded connections, for a library that insists on one; it owns nothing.</summary>
    public HttpClient NewClient()
    {
#pragma warning disable RS0030 // This is the one place the ban points to.
        return new HttpClient(handler, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
#pragma warning restore RS0030
    }

    public void Dispose()
    {
        invoker.Dispose();
        handler.Dispose();
    }

    internal static OutboundRefusedException? Guarded(Exception? e)
    {
        for (; e is not null; e = e.InnerException)
        {
            if (e is OutboundRefusedException refused) return refused;
        }

        return null;
    }

    private static async Task<Stream> ConnectAsync(OutboundGuard guard, SocketsHttpConnectionContext context, CancellationToken ct)
    {
        var socket = await guard.ConnectAsync(context.DnsEndPoint.Host, context.DnsEndPoint.Port, ct);
        return socket.IsOk ? new NetworkStream(socket.Value, ownsSocket: true) : throw new OutboundRefusedException(socket.Problem);
    }

    private static OutboundAnswer Fault(MarkedContent? body, Uri uri, string what, Exception? fault) => body is { Left: true }
        ? new OutboundAnswer.Broken($"{uri.Host}: {what} after everything had been sent.")
        : new OutboundAnswer.NotSent($"{uri.Host}: {what}.", fault);

    private async Task<byte[]> ReadAsync(HttpResponseMessage response, CancellationToken ct)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(ct);
        var buffer = new byte[limits.AnswerBytes];
        var read = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, ct);
        return buffer[..read];
    }
}
