namespace Broadsheet.Server.Http;

/// <summary>
/// "ready"; "paused" (requests are served, nothing is run); "degraded" (something it needs is away: it resumes by itself); or "not
/// ready". With every check: "ok" or what is missing in a few words.
/// </summary>
internal sealed record ReadinessWire(string Status, IReadOnlyDictionary<string, string> Checks)
{
    public const string Ready = "ready";
    public const string Paused = "paused";
    public const string Degraded = "degraded";
    public const string NotReady = "not ready";

    /// <summary>Whether requests should be sent here.</summary>
    public bool Serves => Status is Ready or Paused;
}
