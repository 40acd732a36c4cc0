using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Broadsheet.Server.Tests.Runs;

namespace Broadsheet.Server.Tests.Connections;

/// <summary>A receiver of webhooks on a loopback port that keeps what came.</summary>
internal sealed class Hooks : IAsyncDisposable
{
    private readonly HttpListener listener = new();
    private readonly Task listening;

    public Hooks()
    {
        using (var free = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0))
        {
            free.Start();
            Url = $"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}/hook/";
        }

        listener.Prefixes.Add(Url);
        listener.Start();
        listening = ListenAsync();
    }

    /// <summary>A key as Standard Webhooks writes it.</summary>
    public static string Key { get; } = "whsec_" + Convert.ToBase64String(Encoding.ASCII.GetBytes("the key of the receiver, 32 bytes"));

    public string Url { get; }

    public ConcurrentQueue<(string? Id, string? Timestamp, string? Signature, string Body)> Calls { get; } = new();

    /// <summary>The signature that <paramref name="call"/> should have.</summary>
    public static string Signed((string? Id, string? Timestamp, string? Signature, string Body) call, string key) =>
        "v1," + Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(key["whsec_".Length..]), Encoding.UTF8.GetBytes($"{call.Id}.{call.Timestamp}.{call.Body}")));

    /// <summary>A connection to a mail server of the tests.</summary>
    public static object MailBy(MailBox mail, bool standard = false) => new
    {
        name = "Own mail server",
        type = "email",
        @default = standard,
        settings = new { host = "127.0.0.1", port = int.Parse(mail.Settings[1].Value!, null), security = "none", from = "Own <own@example.com>" },
    };

    public async ValueTask DisposeAsync()
    {
        listener.Stop();
        await listening;
        listener.Close();
    }

    private async Task ListenAsync()
    {
        try
        {
            while (true)
            {
                var context = await listener.GetContextAsync();
                using var reader = new StreamReader(context.Request.InputStream, Encoding.UTF8);
                var headers = context.Request.Headers;
                Calls.Enqueue((headers["webhook-id"], headers["webhook-timestamp"], headers["webhook-signature"], await reader.ReadToEndAsync()));
                context.Response.StatusCode = 204;
                context.Response.Close();
            }
        }
        catch (Exception e) when (e is HttpListenerException or InvalidOperationException)
        {
            return;
        }
    }
}
