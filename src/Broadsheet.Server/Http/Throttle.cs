using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace Broadsheet.Server.Http;

/// <summary>
/// Rate limits: per key or session for callers who are known, per address for others, stricter for signing in. On each node. Ours, since the
/// framework's has timers that wake an idle node twenty times a second.
/// </summary>
internal sealed class Throttle(RequestDelegate next, RequestWindows windows, IOptions<LimitOptions> options)
{
    public Task InvokeAsync(HttpContext http)
    {
        if (http.Request.Path.StartsWithSegments("/healthz", StringComparison.OrdinalIgnoreCase)) return next(http);
        var limits = options.Value;
        var wait = http.FindActor() is { } actor
            ? windows.Enter(actor.Key is { } key ? "key " + key : "person " + actor.Person, limits.PerCaller)
            : windows.Enter("address " + Network(http), limits.PerAddress);
        if (wait is null && http.GetEndpoint()?.Metadata.GetMetadata<SignsIn>() is not null) wait = windows.Enter("sign-in " + Network(http), limits.SignIns);
        return wait is { } time ? RejectAsync(http, time) : next(http);
    }

    /// <summary>The address, of IPv6 the /64 that one subscriber has.</summary>
    internal static string Network(HttpContext http)
    {
        var from = http.From();
        if (!IPAddress.TryParse(from, out var address) || address.AddressFamily != AddressFamily.InterNetworkV6) return from;
        return Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8));
    }

    private static Task RejectAsync(HttpContext http, TimeSpan wait)
    {
        http.Response.Headers.RetryAfter = Math.Ceiling(Math.Max(1, wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        return Answers.Document(StatusCodes.Status429TooManyRequests, "too-fast", "Too many requests.", "Wait as long as Retry-After says, then go on more slowly.")
            .ExecuteAsync(http);
    }
}

/// <summary>On endpoints where secrets could be guessed.</summary>
internal sealed class SignsIn
{
    public static SignsIn Marker { get; } = new();
}
