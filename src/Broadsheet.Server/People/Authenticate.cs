using Broadsheet.Core;
using Broadsheet.Core.Access;
using Broadsheet.Server.Http;

namespace Broadsheet.Server.People;

/// <summary>
/// Says who calls: by the API key where there is an Authorization header, else by the session's cookie. It refuses nobody for being
/// nobody; <see cref="RequireActor"/> does, behind the limits.
/// </summary>
internal sealed class Authenticate(RequestDelegate next)
{
    private const string Bearer = "Bearer ";

    public async Task InvokeAsync(HttpContext http, KeyRing keys, Sessions sessions)
    {
        var found = IsOpen(http.Request.Path) ? null : await FindAsync(http, keys, sessions);
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

    private static async Task<Result<Actor>?> FindAsync(HttpContext http, KeyRing keys, Sessions sessions)
    {
        var header = http.Request.Headers.Authorization.ToString();
        if (header.Length == 0) return await sessions.FindAsync(http, http.From(), http.RequestAborted);
        if (!header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) || KeyText.Read(header[Bearer.Length..].Trim()) is not { } key) return null;
        var workspace = http.Request.Headers[Names.WorkspaceHeader].ToString();
        return await keys.FindAsync(key, workspace.Length > 0 ? workspace : null, http.From(), http.RequestAborted);
    }
}
