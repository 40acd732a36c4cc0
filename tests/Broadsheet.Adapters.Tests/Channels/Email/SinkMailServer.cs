using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Broadsheet.Adapters.Tests.Channels.Email;

/// <summary>A mail server that takes everything and keeps only the count, in one buffer.</summary>
internal sealed class SinkMailServer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly Task conversation;

    public SinkMailServer()
    {
        listener.Start();
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        conversation = ConverseAsync();
    }

    public int Port { get; }

    /// <summary>Bytes of messages so far.</summary>
    public long Received { get; private set; }

    public async ValueTask DisposeAsync()
    {
        listener.Stop();
        await conversation;
    }

    private async Task ConverseAsync()
    {
        try
        {
            using var client = await listener.AcceptTcpClientAsync();
            client.NoDelay = true;
            var stream = client.GetStream();
            var buffer = new byte[256 * 1024];
            await stream.WriteAsync("220 sink\r\n"u8.ToArray());
            while (await stream.ReadAsync(buffer) is > 0 and var read)
            {
                var command = Encoding.ASCII.GetString(buffer, 0, Math.Min(read, 4));
                await stream.WriteAsync(Encoding.ASCII.GetBytes(command == "DATA" ? "354 go\r\n" : "250 ok\r\n"));
                if (command == "DATA") await ContentAsync(stream, buffer);
            }
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
            listener.Stop();
        }
    }

    private async Task ContentAsync(NetworkStream stream, byte[] buffer)
    {
        var tail = new byte[5];
        while (await stream.ReadAsync(buffer) is > 0 and var read)
        {
            Received += read;
            byte[] seen = [.. tail, .. buffer.AsSpan(Math.Max(0, read - 5), Math.Min(5, read))];
            tail = seen[^5..];
            if (tail.AsSpan().SequenceEqual("\r\n.\r\n"u8)) break;
        }

        await stream.WriteAsync("250 ok\r\n"u8.ToArray());
    }
}
