using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Broadsheet.Faults.Parts;

/// <summary>The other end of webhooks: keeps every POST, answers 200.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly ConcurrentQueue<Post> posts = new();
    private readonly Task accepting;
    private volatile TaskCompletionSource? held;

    public Receiver()
    {
        listener.Start();
        accepting = AcceptAsync();
    }

    public IReadOnlyCollection<Post> Posts => posts;

    /// <summary>Posts that have come while answers are held back.</summary>
    public int Waiting => waiting;

    private volatile int waiting;

    public string Address(string path) => $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/{path}";

    /// <summary>From now on requests are kept without an answer, until <see cref="Answer"/>.</summary>
    public void HoldBack() => held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Answer()
    {
        var before = held;
        held = null;
        before?.TrySetResult();
    }

    public async ValueTask DisposeAsync()
    {
        Answer();
        await stop.CancelAsync();
        listener.Stop();
        await accepting;
        stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _ = ServeAsync(await listener.AcceptTcpClientAsync(stop.Token));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            return;
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var connection = client;
        try
        {
            await using var stream = client.GetStream();
            using var reader = new StreamReader(stream, Encoding.Latin1);
            while (await RequestAsync(reader) is { } post)
            {
                posts.Enqueue(post);
                if (held is { } wait)
                {
                    Interlocked.Increment(ref waiting);
                    await wait.Task.WaitAsync(stop.Token);
                }

                await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"u8.ToArray(), stop.Token);
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            return;
        }
    }

    private async Task<Post?> RequestAsync(StreamReader reader)
    {
        if (await reader.ReadLineAsync(stop.Token) is not { Length: > 0 } first) return null;
        var (id, length) = ("", 0);
        while (await reader.ReadLineAsync(stop.Token) is { Length: > 0 } header)
        {
            var (name, value) = (header[..header.IndexOf(':', StringComparison.Ordinal)], header[(header.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim());
            if (name.Equals("webhook-id", StringComparison.OrdinalIgnoreCase)) id = value;
            if (name.Equals("content-length", StringComparison.OrdinalIgnoreCase)) length = int.Parse(value, System.Globalization.CultureInfo.InvariantCulture);
        }

        var body = new char[length];
        if (await reader.ReadBlockAsync(body.AsMemory(), stop.Token) < length) return null;
        var run = JsonNode.Parse(Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(body)))!["data"]!["run"]!;
        return new(first.Split(' ')[1].TrimStart('/'), id, run["scheduled_for"]!.GetValue<string>());
    }
}

/// <summary>A webhook as it arrived.</summary>
/// <param name="Path">Of the address: the schedule's own.</param>
/// <param name="Id">The same over all tries of one delivery.</param>
/// <param name="ScheduledFor">The slot, as the run says it.</param>
internal sealed record Post(string Path, string Id, string ScheduledFor);
