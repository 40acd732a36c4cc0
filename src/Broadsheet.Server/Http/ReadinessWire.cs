namespace Broadsheet.Server.Http;

/// <summary>"ready" or "not ready", with every check: "ok" or what is missing in a few words.</summary>
internal sealed record ReadinessWire(string Status, IReadOnlyDictionary<string, string> Checks);
