using System.Net;

namespace Broadsheet.Server.Http;

/// <summary>Where a request comes from.</summary>
internal static class Origin
{
    /// <summary>The network address for the audit log and the limits.</summary>
    public static string From(this HttpContext http) => http.Connection.RemoteIpAddress is { } address ? Plain(address).ToString() : "local";

    /// <summary>From this machine itself, and not handed on by a proxy on it.</summary>
    public static bool IsLocal(this HttpContext http) =>
        http.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(Plain(address))
        && !http.Request.Headers.ContainsKey("X-Forwarded-For") && !http.Request.Headers.ContainsKey("Forwarded");

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
