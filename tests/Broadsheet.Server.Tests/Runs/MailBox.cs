using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Broadsheet.Server.Tests.Http;

namespace Broadsheet.Server.Tests.Runs;

/// <summary>A mail server on a loopback port that keeps who was accepted, and answers recipients as it is told.</summary>
internal sealed class MailBox : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentBag<Task> conversations = [];
    private readonly CancellationTokenSource closing = new();
    private readonly Task accepting;

    public MailBox()
    {
        listener.Start();
        accepting = AcceptAsync();
    }

    /// <summary>The reply to a RCPT; null accepts.</summary>
    public Func<string, string?> Refuse { get; set; } = _ => null;

    /// <summary>What is waited for between taking a message and saying so.</summary>
    public Func<Task> BeforeSaying { get; set; } = () => Task.CompletedTask;

    /// <summary>Recipient and text of each message that was taken.</summary>
    public ConcurrentQueue<(string To, string Text)> Mails { get; } = new();

    /// <summary>Those that are reports, and not messages to the operator about a schedule.</summary>
    public IEnumerable<(string To, string Text)> Reports => Mails.Where(m => m.To != LiveServer.Email);

    public (string Key, string? Value)[] Settings =>
    [
        ("Broadsheet:Mail:Host", "127.0.0.1"), ("Broadsheet:Mail:Port", ((IPEndPoint)listener.LocalEndpoint).Port.ToString(System.Globalization.CultureInfo.InvariantCulture)),
        ("Broadsheet:Mail:Security", "none"), ("Broadsheet:Mail:From", "reports@example.com"), ("Broadsheet:Outbound:Allow", "127.0.0.0/8"),
    ];

    public async ValueTask DisposeAsync()
    {
        listener.Stop();
        await closing.CancelAsync();
        await accepting;
        await Task.WhenAll(conversations);
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true) conversations.Add(TalkAsync(await listener.AcceptTcpClientAsync()));
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            listener.Stop();
        }
    }

    private async Task TalkAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                using var reader = new StreamReader(client.GetStream(), Encoding.Latin1);
                await using var writer = new StreamWriter(client.GetStream(), new ASCIIEncoding()) { NewLine = "\r\n", AutoFlush = true };
                await writer.WriteLineAsync("220 test ESMTP");
                var to = "";
                while (await reader.ReadLineAsync() is { } line && line != "QUIT")
                {
                    if (line == "DATA")
                    {
                        await writer.WriteLineAsync("354 go on");
                        var text = new StringBuilder();
                        while (await reader.ReadLineAsync() is { } content && content != ".") text.AppendLine(content);
                        Mails.Enqueue((to, text.ToString()));
                        await BeforeSaying().WaitAsync(closing.Token);
                        await writer.WriteLineAsync("250 2.0.0 queued");
                    }
                    else if (line.StartsWith("RCPT", StringComparison.Ordinal))
                    {
                        to = line[(line.IndexOf('<', StringComparison.Ordinal) + 1)..line.IndexOf('>', StringComparison.Ordinal)];
                        await writer.WriteLineAsync(Refuse(to) ?? "250 2.1.5 ok");
                    }
                    else
                    {
                        await writer.WriteLineAsync("250 ok");
                    }
                }
            }
            catch (Exception e) when (e is IOException or OperationCanceledException)
            {
                return;
            }
        }
    }
}
