using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace Broadsheet.Server.Http;

/// <summary>Rate limits: per key or session for callers who are known, per address for others, stricter for signing in. On each node.</summary>
internal static class Throttle
{
    public const string SignIn = "sign-in";

    public static IServiceCollection AddThrottle(this IServiceCollection services)
    {
        services.AddRateLimiter(_ => { });
        services.AddOptions<RateLimiterOptions>().Configure<IOptions<LimitOptions>>(Configure);
        return services;
    }

    private static void Configure(RateLimiterOptions limiter, IOptions<LimitOptions> options)
    {
        var limits = options.Value;
        limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(http => Partition(http, limits));
        limiter.AddPolicy(SignIn, http => Window("sign-in " + Network(http), limits.SignIns));
        limiter.OnRejected = (rejected, _) => new(RejectAsync(rejected));
    }

    private static RateLimitPartition<string> Partition(HttpContext http, LimitOptions limits)
    {
        if (http.Request.Path.StartsWithSegments("/healthz", StringComparison.OrdinalIgnoreCase)) return RateLimitPartition.GetNoLimiter("health");
        return http.FindActor() is { } actor
            ? Window(actor.Key is { } key ? "key " + key : "person " + actor.Person, limits.PerCaller)
            : Window("address " + Network(http), limits.PerAddress);
    }

    private static RateLimitPartition<string> Window(string name, int permits) =>
        RateLimitPartition.GetFixedWindowLimiter(name, _ => new FixedWindowRateLimiterOptions { PermitLimit = permits, Window = TimeSpan.FromMinutes(1) });

    /// <summary>The address, of IPv6 the /64 that one subscriber has.</summary>
    internal static string Network(HttpContext http)
    {
        var from = http.From();
        if (!IPAddress.TryParse(from, out var address) || address.AddressFamily != AddressFamily.InterNetworkV6) return from;
        return Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8));
    }

    private static Task RejectAsync(OnRejectedContext rejected)
    {
        var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromSeconds(1);
        rejected.HttpContext.Response.Headers.RetryAfter = Math.Ceiling(Math.Max(1, wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        return Answers.Document(StatusCodes.Status429TooManyRequests, "too-fast", "Too many requests.", "Wait as long as Retry-After says, then go on more slowly.")
            .ExecuteAsync(rejected.HttpContext);
    }
}
