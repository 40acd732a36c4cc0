using Broadsheet.Server.Http;

namespace Broadsheet.Server.People;

/// <summary>
/// Says who calls, for all that follows. It refuses nobody for being nobody; <see cref="RequireActor"/> does, behind the limits.
/// </summary>
internal sealed class Authenticate(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext http, WhoCalls who)
    {
        var found = IsOpen(http.Request.Path) ? null : await who.FindAsync(http, http.RequestAborted);
        if (found is { IsOk: false })
        {
            await found.Problem.Answer().ExecuteAsync(http);
            return;
        }

        if (found is not null) http.SetActor(found.Value!);
        await next(http);
    }

    /// <summary>Answers the same for everybody, even while the store is away.</summary>
    private static bool IsOpen(PathString path) => path.StartsWithSegments("/healthz", StringComparison.OrdinalIgnoreCase);
}
