using System.Net;

namespace Broadsheet.Adapters.Net;

/// <summary>
/// Asks for the addresses of a host name, once. Throws <see cref="System.Net.Sockets.SocketException"/> where the name has none.
/// </summary>
public delegate Task<IPAddress[]> ResolveHost(string host, CancellationToken ct);
