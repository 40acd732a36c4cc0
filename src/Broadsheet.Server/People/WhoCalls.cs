using Broadsheet.Core;
using Broadsheet.Core.Access;
using Broadsheet.Server.Http;

namespace Broadsheet.Server.People;

/// <summary>Who a request comes from: by the API key where there is an Authorization header, else by the session's cookie.</summary>
internal sealed class WhoCalls(KeyRing keys, Sessions sessions)
{
    private const string Bearer = "Bearer ";

    /// <summary>Null for nobody; a problem where somebody asks for a workspace they may not see. May be asked again while a request lasts.</summary>
    public async Task<Result<Actor>?> FindAsync(HttpContext http, CancellationToken ct)
    {
        var header = http.Request.Headers.Authorization.ToString();
        if (header.Length == 0) return await sessions.FindAsync(http, http.From(), ct);
        if (!header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) || KeyText.Read(header[Bearer.Length..].Trim()) is not { } key) return null;
        var workspace = http.Request.Headers[Names.WorkspaceHeader].ToString();
        return await keys.FindAsync(key, workspace.Length > 0 ? workspace : null, http.From(), ct);
    }
}
