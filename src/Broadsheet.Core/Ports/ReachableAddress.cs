using System.Net;

namespace Broadsheet.Core.Ports;

/// <summary>
/// Resolves a host and checks that this deployment may reach it on <paramref name="port"/>; the caller connects to the answer and
/// resolves nothing itself. A refusal is <see cref="Problem.Conflict"/>, an unknown host <see cref="Problem.Unavailable"/>.
/// </summary>
public delegate Task<Result<IPAddress>> ReachableAddress(string host, int port, CancellationToken ct);
