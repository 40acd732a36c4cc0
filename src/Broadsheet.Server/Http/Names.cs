namespace Broadsheet.Server.Http;

/// <summary>Headers and cookies of our own.</summary>
internal static class Names
{
    public const string SessionCookie = "broadsheet_session";
    public const string CsrfCookie = "broadsheet_csrf";

    /// <summary>Answered by GET /api/v1/me; sent back with every change that a session asks for.</summary>
    public const string CsrfHeader = "X-CSRF-Token";

    /// <summary>The slug of the workspace that a session works in.</summary>
    public const string WorkspaceHeader = "X-Workspace";
}
