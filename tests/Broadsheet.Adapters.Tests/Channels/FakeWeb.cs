using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Broadsheet.Adapters.Tests.Channels;

/// <summary>A web server in this process that keeps every request and answers as it is told.</summary>
internal sealed class FakeWeb : IAsyncDisposable
{
    private readonly HttpListener listener = new();
    private readonly ConcurrentBag<Task> answers = [];
    private readonly Task accepting;
    private bool stopped;

    public FakeWeb()
    {
        using (var free = new TcpListener(IPAddress.Loopback, 0))
        {
            free.Start();
            Url = new Uri($"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}/");
        }

        listener.Prefixes.Add(Url.AbsoluteUri);
        listener.Start();
        accepting = AcceptAsync();
    }

    public Uri Url { get; }

    public ConcurrentQueue<WebRequest> Requests { get; } = new();

    public Func<WebRequest, WebAnswer> Answer { get; set; } = _ => new WebAnswer(200, "{}");

    public async ValueTask DisposeAsync()
    {
        if (stopped) return;
        stopped = true;
        listener.Abort();
        await accepting;
        await Task.WhenAll(answers);
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true) answers.Add(AnswerAsync(await listener.GetContextAsync()));
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            stopped = true;
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        try
        {
            using var body = new MemoryStream();
            await context.Request.InputStream.CopyToAsync(body);
            var request = new WebRequest(context.Request.HttpMethod, context.Request.RawUrl!, context.Request.Headers, body.ToArray());
            Requests.Enqueue(request);
            await SayAsync(Answer(request), context.Response);
        }
        catch (Exception e) when (e is HttpListenerException or IOException or ObjectDisposedException)
        {
            context.Response.Abort();
        }
    }

    private static async Task SayAsync(WebAnswer answer, HttpListenerResponse response)
    {
        if (answer.Status < 0)
        {
            response.ContentLength64 = 100;
            await response.OutputStream.WriteAsync("half"u8.ToArray());
            response.Abort();
            return;
        }

        response.StatusCode = answer.Status;
        foreach (var (name, value) in answer.Headers) response.AddHeader(name, value);
        do await response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(answer.Body));
        while (answer.Endless);
        response.Close();
    }
}
