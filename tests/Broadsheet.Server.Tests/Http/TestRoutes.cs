using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Broadsheet.Server.Tests.Http;

/// <summary>Routes that do what no real one should: fail, be slow, count.</summary>
internal static class TestRoutes
{
    private static int calls;

    /// <summary>Held requests wait for it.</summary>
    public static TaskCompletionSource Gate { get; set; } = new();

    /// <summary>What the route that leaks gives to everybody.</summary>
    public static string Leak { get; set; } = "";

    public static int Calls => Volatile.Read(ref calls);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/test/fail", string () => throw new InvalidOperationException("the inside of the server")).ExcludeFromDescription();
        routes.MapGet("/api/test/leak", () => TypedResults.Ok(new { id = Leak })).ExcludeFromDescription();
        routes.MapPost("/api/test/wait", async () =>
        {
            Interlocked.Increment(ref calls);
            await Gate.Task;
            return TypedResults.Ok("waited");
        }).ExcludeFromDescription();
    }
}
