using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Text;

namespace Broadsheet.Adapters.Channels.Email.Smtp;

/// <summary>
/// Bytes to and from a mail server: commands, replies of bounded size, TLS. Every wait has an end. Throws
/// <see cref="SmtpFaultException"/> for what the network does, <see cref="OperationCanceledException"/> for the caller's wish only.
/// </summary>
internal sealed class SmtpWire(Socket socket, SmtpLimits limits) : IDisposable
{
    private const int LongestLine = 4_096;
    private const int MostLines = 128;

    private readonly byte[] buffer = new byte[8_192];
    private readonly IPEndPoint? local = socket.LocalEndPoint as IPEndPoint;
    private Stream stream = new NetworkStream(socket, ownsSocket: true);
    private int start;
    private int end;

    /// <summary>Bytes that came without being asked for: after STARTTLS a sign of tampering.</summary>
    public bool HasUnread => start < end;

    /// <summary>Whether TLS is on.</summary>
    public bool IsSecure => stream is SslStream;

    /// <summary>Our address as EHLO says it when there is no name: <c>[192.0.2.1]</c>.</summary>
    public string Literal => local?.Address is not { } address ? "[127.0.0.1]"
        : address.AddressFamily == AddressFamily.InterNetwork ? $"[{address}]" : $"[IPv6:{new IPAddress(address.GetAddressBytes())}]";

    /// <summary>Whether an idle connection still looks usable: open, and nothing came on it unasked.</summary>
    public bool LooksAlive()
    {
        try
        {
            return !HasUnread && !socket.Poll(0, SelectMode.SelectRead);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return false;
        }
    }

    public Task SendAsync(string command, CancellationToken ct) =>
        WriteAsync(Encoding.UTF8.GetBytes(command + "\r\n"), ct);

    public Task WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken ct) =>
        TimedAsync(limits.Block, async token => await stream.WriteAsync(bytes, token), ct);

    public Task<SmtpReply> ReplyAsync(CancellationToken ct) => ReplyAsync(limits.Reply, ct);

    public async Task<SmtpReply> ReplyAsync(TimeSpan patience, CancellationToken ct)
    {
        var lines = new List<string>();
        await TimedAsync(patience, token => ReadLinesAsync(lines, token), ct);
        return SmtpReply.Parse(lines) ?? throw new SmtpFaultException("its answer is not SMTP");
    }

    /// <summary>Begins TLS as <paramref name="host"/>; with <paramref name="pin"/> exactly that certificate is accepted, whoever signed it.</summary>
    public Task SecureAsync(string host, string? pin, CancellationToken ct) => TimedAsync(limits.Reply, async token =>
    {
        var tls = new SslStream(stream, leaveInnerStreamOpen: false);
        var options = new SslClientAuthenticationOptions { TargetHost = host };
        if (pin is not null)
        {
            options.RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is not null && string.Equals(
                Convert.ToHexString(SHA256.HashData(certificate.GetRawCertData())), pin, StringComparison.OrdinalIgnoreCase);
        }

        try
        {
            await tls.AuthenticateAsClientAsync(options, token);
        }
        catch (AuthenticationException e)
        {
            throw new SmtpFaultException($"its certificate was not accepted for {host} ({e.Message.TrimEnd('.')})", e);
        }

        stream = tls;
    }, ct);

    public void Dispose() => stream.Dispose();

    private async Task ReadLinesAsync(List<string> lines, CancellationToken ct)
    {
        while (true)
        {
            var line = await ReadLineAsync(ct);
            if (SmtpReply.CodeOf(line) is null || lines.Count == MostLines) throw new SmtpFaultException("its answer is not SMTP");
            lines.Add(line);
            if (line.Length == 3 || line[3] == ' ') return;
        }
    }

    private async Task<string> ReadLineAsync(CancellationToken ct)
    {
        var line = new List<byte>();
        while (true)
        {
            var found = buffer.AsSpan(start, end - start).IndexOf((byte)'\n');
            var take = found < 0 ? end - start : found;
            line.AddRange(buffer.AsSpan(start, take));
            start += found < 0 ? take : take + 1;
            if (line.Count > LongestLine) throw new SmtpFaultException("its answer has a line without end");
            if (found >= 0) return Encoding.UTF8.GetString([.. line]).TrimEnd('\r');
            (start, end) = (0, await stream.ReadAsync(buffer, ct));
            if (end == 0) throw new SmtpFaultException("it closed the connection");
        }
    }

    private static async Task TimedAsync(TimeSpan patience, Func<CancellationToken, Task> act, CancellationToken ct)
    {
        using var time = CancellationTokenSource.CreateLinkedTokenSource(ct);
        time.CancelAfter(patience);
        try
        {
            await act(time.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new SmtpFaultException($"it did not answer within {patience.TotalSeconds:0.#} s");
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException || (e is IOException and not SmtpFaultException))
        {
            throw new SmtpFaultException("the connection broke", e);
        }
    }
}
