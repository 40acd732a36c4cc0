using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Broadsheet.Core;

namespace Broadsheet.Adapters.Net;

/// <summary>
/// Decides whether the server may connect to a host that a user named, and to which address. A name is resolved once and
/// every address it has must be public or inside <c>Broadsheet__Outbound__Allow</c>; callers connect to the answered
/// address and never resolve again, so a name that changes its mind reaches nothing. Safe for use by many at a time.
/// </summary>
/// <param name="allowed">Networks that may be reached although they are not public; see <see cref="ParseNetworks"/>.</param>
/// <param name="resolve">Asks for a name's addresses; the system's resolver when null.</param>
public sealed class OutboundGuard(IReadOnlyList<IPNetwork> allowed, ResolveHost? resolve = null)
{
    /// <summary>The setting that opens networks, as the remedy names it.</summary>
    public const string Setting = "Broadsheet__Outbound__Allow";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly ResolveHost resolve = resolve ?? Dns.GetHostAddressesAsync;

    /// <summary>Reads the setting: CIDR networks or single addresses, separated by commas, semicolons or blanks; empty is none.</summary>
    public static Result<IReadOnlyList<IPNetwork>> ParseNetworks(string? text)
    {
        var networks = new List<IPNetwork>();
        var errors = new List<FieldError>();
        foreach (var part in (text ?? "").Split([',', ';', ' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (IPNetwork.TryParse(part, out var network)) networks.Add(network);
            else if (!part.Contains('/', StringComparison.Ordinal) && IPAddress.TryParse(part, out var one))
                networks.Add(new IPNetwork(one, one.AddressFamily == AddressFamily.InterNetwork ? 32 : 128));
            else errors.Add(new(Setting, "not-a-network", $"“{part}” is not a network.", null, "10.20.0.0/16"));
        }

        return errors.Count > 0 ? new Problem.Invalid(errors) : Result<IReadOnlyList<IPNetwork>>.Ok(networks);
    }

    /// <summary>
    /// The address to connect to. <see cref="Problem.Invalid"/> where <paramref name="host"/> is neither a name nor a plain
    /// address, <see cref="Problem.Forbidden"/> where it leads to a network that is not open, with the remedy, and
    /// <see cref="Problem.Unavailable"/> where the name cannot be resolved now.
    /// </summary>
    public async Task<Result<IPAddress>> CheckAsync(string host, int port, CancellationToken ct) =>
        (await AddressesAsync(host, port, ct)).Select(addresses => addresses[0]);

    /// <summary>A connected TCP socket to the first address that answers, within 10 s each; the problems of <see cref="CheckAsync"/>.</summary>
    public async Task<Result<Socket>> ConnectAsync(string host, int port, CancellationToken ct)
    {
        var addresses = await AddressesAsync(host, port, ct);
        if (!addresses.IsOk) return addresses.Problem;
        var why = "";
        foreach (var address in addresses.Value)
        {
            var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
                patience.CancelAfter(Patience);
                await socket.ConnectAsync(new IPEndPoint(address, port), patience.Token);
                return socket;
            }
            catch (SocketException e)
            {
                socket.Dispose();
                why = e.SocketErrorCode == SocketError.ConnectionRefused ? "the connection was refused" : e.Message;
            }
            catch (OperationCanceledException)
            {
                socket.Dispose();
                ct.ThrowIfCancellationRequested();
                why = $"no answer within {Patience.TotalSeconds:0} s";
            }
        }

        return new Problem.Unavailable("unreachable", $"{host}:{port} cannot be reached: {why}. Check host and port, and that it is up.");
    }

    /// <summary>All addresses of <paramref name="host"/>, at least one, each of them allowed, IPv4 first.</summary>
    internal async Task<Result<IReadOnlyList<IPAddress>>> AddressesAsync(string host, int port, CancellationToken ct)
    {
        if (port is < 1 or > 65_535) return new Problem.Invalid("port", "out-of-range", "A port is a number from 1 to 65535.");
        var read = Read(host);
        if (!read.IsOk) return read.Problem;
        if (read.Value.Literal is { } literal) return Allowed(host, [literal]);
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
            patience.CancelAfter(Patience);
            return Allowed(host, await resolve(read.Value.Name, patience.Token).WaitAsync(patience.Token));
        }
        catch (SocketException)
        {
            return Unresolved(host);
        }
        catch (OperationCanceledException)
        {
            ct.ThrowIfCancellationRequested();
            return Unresolved(host);
        }
    }

    private static Problem.Unavailable Unresolved(string host) =>
        new("name-unknown", $"The name “{host}” could not be resolved. Check its spelling and this server's DNS.");

    /// <summary>A name in ASCII, or the address it spells. Hex, octal, decimal and shortened IPv4 forms are refused.</summary>
    private static Result<(string Name, IPAddress? Literal)> Read(string host)
    {
        var text = host.StartsWith('[') && host.EndsWith(']') ? host[1..^1] : host;
        if (text.Contains(':', StringComparison.Ordinal))
            return IPAddress.TryParse(text, out var six) ? (text, six) : NotAHost(host);
        try
        {
            text = new IdnMapping().GetAscii(text).TrimEnd('.');
        }
        catch (ArgumentException)
        {
            return NotAHost(host);
        }

        var last = text[(text.LastIndexOf('.') + 1)..];
        if (last.Length > 0 && (last.All(char.IsAsciiDigit) || last.StartsWith("0x", StringComparison.OrdinalIgnoreCase)))
        {
            return IPAddress.TryParse(text, out var four) && four.ToString() == text ? (text, four) : new Problem.Invalid(
                "host", "ambiguous-address", $"“{host}” is a number that programs read differently. Write four decimal numbers, or a name.");
        }

        return Uri.CheckHostName(text) == UriHostNameType.Dns ? (text, null) : NotAHost(host);
    }

    private static Problem.Invalid NotAHost(string host) =>
        new("host", "not-a-host", $"“{(host.Length > 80 ? host[..80] + "…" : host)}” is not a host name or an address.", "mail.example.com");

    private Result<IReadOnlyList<IPAddress>> Allowed(string host, IPAddress[] found)
    {
        var addresses = found.Select(AddressRules.Plain).Distinct().OrderBy(a => a.AddressFamily == AddressFamily.InterNetworkV6).ToList();
        foreach (var address in addresses)
        {
            if (AddressRules.Special(address) is { } what && !IsOpened(address)) return Closed(host, address, what);
        }

        return addresses.Count == 0 ? Unresolved(host) : Result<IReadOnlyList<IPAddress>>.Ok(addresses);
    }

    private static Problem.Forbidden Closed(string host, IPAddress address, string what) => new(
        $"{host} is {address}, {what}, which this server does not connect to. An administrator can open it by adding " +
        $"{address}/{(address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128)} to {Setting}.");

    /// <summary>A metadata service opens by its own address only, never by a network that happens to contain it.</summary>
    private bool IsOpened(IPAddress address) => AddressRules.IsMetadata(address)
        ? allowed.Any(n => n.BaseAddress.Equals(address) && n.PrefixLength == (address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128))
        : allowed.Any(n => n.Contains(address));
}
