using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Broadsheet.Adapters.Tests.Channels.Email;

/// <summary>
/// A mail server in this process that can misbehave exactly: <see cref="Answer"/> sees each command (and <c>.</c> for the end of
/// a message) and may give another reply, <c>close</c> the connection or keep <c>silence</c>.
/// </summary>
internal sealed class FakeMailServer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource ended = new();
    private readonly ConcurrentBag<Task> conversations = [];
    private readonly Task accepting;
    private int connections;

    public FakeMailServer(params string[] extensions)
    {
        Extensions = extensions;
        listener.Start();
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        accepting = AcceptAsync();
    }

    public int Port { get; }

    public string[] Extensions { get; set; }

    public Func<string, string?> Answer { get; set; } = _ => null;

    /// <summary>TLS from the first byte, or after STARTTLS.</summary>
    public X509Certificate2? Certificate { get; set; }

    public bool TlsAtOnce { get; set; }

    /// <summary>Counts the bytes of messages instead of keeping them.</summary>
    public bool Discards { get; set; }

    public ConcurrentQueue<FakeMail> Mails { get; } = new();

    public ConcurrentQueue<string> Commands { get; } = new();

    public int Connections => connections;

    public async ValueTask DisposeAsync()
    {
        if (ended.IsCancellationRequested) return;
        await ended.CancelAsync();
        listener.Stop();
        await accepting;
        await Task.WhenAll(conversations);
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await listener.AcceptTcpClientAsync(ended.Token);
                client.NoDelay = true;
                Interlocked.Increment(ref connections);
                conversations.Add(ConverseAsync(client));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or InvalidOperationException)
        {
            listener.Stop();
        }
    }

    private async Task ConverseAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                await new Conversation(this, client.GetStream(), ended.Token).RunAsync();
            }
            catch (Exception e) when (e is IOException or OperationCanceledException or SocketException)
            {
                Commands.Enqueue("(gone)");
            }
        }
    }

    private sealed class Conversation(FakeMailServer server, Stream raw, CancellationToken ct)
    {
        private Stream stream = raw;
        private readonly byte[] buffer = new byte[64 * 1024];
        private int start;
        private int end;
        private string from = "";
        private List<string> to = [];

        public async Task RunAsync()
        {
            if (server.TlsAtOnce) await SecureAsync();
            if (!await SayAsync("(connect)", "220 fake ESMTP")) return;
            while (await LineAsync() is { } line)
            {
                var command = Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(line));
                server.Commands.Enqueue(command);
                if (!await ActAsync(command, command.ToUpperInvariant())) return;
            }
        }

        private async Task<bool> ActAsync(string command, string upper)
        {
            switch (upper.Split(' ', ':')[0])
            {
                case "EHLO":
                    return await SayAsync(command, string.Join("\r\n", server.Extensions.Select(e => $"250-{e}").Prepend("250-fake").Append("250 HELP")));
                case "STARTTLS":
                    if (!await SayAsync(command, "220 go")) return false;
                    await SecureAsync();
                    return true;
                case "MAIL":
                    var mail = server.Answer(command);
                    (from, to) = (mail is null ? command : "", []);
                    return await ReplyAsync(mail ?? "250 2.1.0 ok");
                case "RCPT":
                    if (from.Length == 0) return await SayAsync("(rcpt)", "503 5.5.1 nobody sends");
                    var recipient = server.Answer(command);
                    if (recipient is null) to.Add(command);
                    return await ReplyAsync(recipient ?? "250 2.1.5 ok");
                case "DATA":
                    if (to.Count == 0) return await SayAsync("(data)", "503 5.5.1 nobody");
                    var data = server.Answer(command);
                    return await ReplyAsync(data ?? "354 go on") && (data is not null || await ContentAsync());
                case "AUTH":
                    return await SayAsync(command, "235 2.7.0 ok");
                case "QUIT":
                    await SayAsync(command, "221 bye");
                    return false;
                default:
                    return await SayAsync(command, "250 ok");
            }
        }

        private async Task<bool> ContentAsync()
        {
            using var content = new MemoryStream();
            long length = 0;
            while (true)
            {
                var line = await LineAsync();
                if (line is null) return false;
                if (line == ".") break;
                var bytes = Encoding.Latin1.GetBytes((line.StartsWith('.') ? line[1..] : line) + "\r\n");
                length += bytes.Length;
                if (!server.Discards) content.Write(bytes);
                else if (server.Answer("(content)") is not null) return await SayAsync("(content)", "");
            }

            var last = server.Answer(".") ?? "250 2.0.0 Ok: queued as FAKE1";
            if (last.StartsWith('2')) server.Mails.Enqueue(new FakeMail(from, to, content.ToArray(), length));
            return await ReplyAsync(last);
        }

        /// <summary>False when the conversation is over.</summary>
        private Task<bool> SayAsync(string command, string reply) => ReplyAsync(server.Answer(command) ?? reply);

        private async Task<bool> ReplyAsync(string reply)
        {
            if (reply == "close") return false;
            if (reply == "silence") await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, ct);
            await stream.WriteAsync(Encoding.UTF8.GetBytes(reply + "\r\n"), ct);
            return !reply.StartsWith("421", StringComparison.Ordinal);
        }

        private async Task SecureAsync()
        {
            var tls = new SslStream(stream);
            await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = server.Certificate }, ct);
            stream = tls;
        }

        private async Task<string?> LineAsync()
        {
            var line = new StringBuilder();
            while (true)
            {
                var found = buffer.AsSpan(start, end - start).IndexOf((byte)'\n');
                line.Append(Encoding.Latin1.GetString(buffer, start, found < 0 ? end - start : found));
                start = found < 0 ? end : start + found + 1;
                if (found >= 0) return line.ToString().TrimEnd('\r');
                (start, end) = (0, await stream.ReadAsync(buffer, ct));
                if (end == 0) return null;
            }
        }
    }
}
