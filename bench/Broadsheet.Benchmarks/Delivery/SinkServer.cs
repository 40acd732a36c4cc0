using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Broadsheet.Benchmarks.Delivery;

/// <summary>A mail server that takes all and keeps nothing, the same for every client measured.</summary>
internal sealed class SinkServer : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);

    public SinkServer()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var now = TimeProvider.System.GetUtcNow();
        using var made = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        Certificate = X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
        listener.Start();
        _ = AcceptAsync();
    }

    public X509Certificate2 Certificate { get; }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public void Dispose()
    {
        listener.Stop();
        Certificate.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _ = ConverseAsync(await listener.AcceptTcpClientAsync());
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            listener.Stop();
        }
    }

    private async Task ConverseAsync(TcpClient client)
    {
        using (client)
        {
            client.NoDelay = true;
            Stream stream = client.GetStream();
            try
            {
                await SayAsync(stream, "220 sink");
                var pending = "";
                var buffer = new byte[64 * 1024];
                while (await stream.ReadAsync(buffer) is > 0 and var read)
                {
                    pending += Encoding.ASCII.GetString(buffer, 0, read);
                    for (int end; (end = pending.IndexOf('\n', StringComparison.Ordinal)) >= 0;)
                    {
                        var command = pending[..Math.Min(4, end)].ToUpperInvariant();
                        pending = pending[(end + 1)..];
                        stream = await ActAsync(stream, command, buffer);
                    }
                }
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException)
            {
                client.Close();
            }
        }
    }

    private async Task<Stream> ActAsync(Stream stream, string command, byte[] buffer)
    {
        switch (command)
        {
            case "EHLO":
                await SayAsync(stream, stream is SslStream ? "250-sink\r\n250-PIPELINING\r\n250 8BITMIME" : "250-sink\r\n250-STARTTLS\r\n250-PIPELINING\r\n250 8BITMIME");
                return stream;
            case "STAR":
                await SayAsync(stream, "220 go");
                var tls = new SslStream(stream);
                await tls.AuthenticateAsServerAsync(Certificate);
                return tls;
            case "DATA":
                await SayAsync(stream, "354 go");
                await SwallowAsync(stream, buffer);
                await SayAsync(stream, "250 ok");
                return stream;
            default:
                await SayAsync(stream, command == "QUIT" ? "221 bye" : "250 ok");
                return stream;
        }
    }

    private static async Task SwallowAsync(Stream stream, byte[] buffer)
    {
        var tail = new byte[5];
        while (await stream.ReadAsync(buffer) is > 0 and var read)
        {
            if (read >= 5) buffer.AsSpan(read - 5, 5).CopyTo(tail);
            else
            {
                tail.AsSpan(read).CopyTo(tail);
                buffer.AsSpan(0, read).CopyTo(tail.AsSpan(5 - read));
            }

            if (tail.AsSpan().SequenceEqual("\r\n.\r\n"u8)) return;
        }
    }

    private static async Task SayAsync(Stream stream, string text) => await stream.WriteAsync(Encoding.ASCII.GetBytes(text + "\r\n"));
}
