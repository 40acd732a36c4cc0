using Broadsheet.Core.Access;

namespace Broadsheet.Server.Http;

/// <summary>Carries the caller from authentication to the endpoints.</summary>
internal static class CurrentActor
{
    private static readonly object Key = new();

    /// <summary>The caller. Throws on a route that anybody may call.</summary>
    public static Actor Actor(this HttpContext http) => (Actor)http.Items[Key]!;

    public static Actor? FindActor(this HttpContext http) => http.Items[Key] as Actor;

    public static void SetActor(this HttpContext http, Actor actor) => http.Items[Key] = actor;
}
