using System.Text.Json.Nodes;
using Broadsheet.Core;

namespace Broadsheet.Server.CommandLine;

/// <summary>Data sources as a command line names them: <c>name=/path/file.sqlite</c> or <c>name=postgres://user@host:5432/database?tls=require</c>.</summary>
internal static class SourceArguments
{
    /// <summary>Type and settings by name.</summary>
    public static Result<IReadOnlyDictionary<string, (string Type, JsonObject Settings)>> Read(string[] given)
    {
        var sources = new Dictionary<string, (string, JsonObject)>();
        foreach (var text in given)
        {
            if (text.Split('=', 2) is not [{ Length: > 0 } name, { Length: > 0 } target])
                return new Problem.Invalid("--source", "wrong-type", $"A source is written name=/path/to/file.sqlite or name=postgres://user@host/database; “{text}” is not.");
            sources[name] = Uri.TryCreate(target, UriKind.Absolute, out var uri) && uri.Scheme is "postgres" or "postgresql" && uri.Host.Length > 0
                ? ("postgres", Postgres(name, uri))
                : ("sqlite", new JsonObject { ["path"] = Path.GetFullPath(target) });
        }

        return Result<IReadOnlyDictionary<string, (string, JsonObject)>>.Ok(sources);
    }

    private static JsonObject Postgres(string name, Uri uri)
    {
        var settings = new JsonObject
        {
            ["host"] = uri.Host, ["port"] = uri.IsDefaultPort || uri.Port < 0 ? 5432 : uri.Port, ["database"] = uri.AbsolutePath.TrimStart('/'), ["user"] = Uri.UnescapeDataString(uri.UserInfo.Split(':')[0]),
        };
        if (uri.Query.StartsWith("?tls=", StringComparison.Ordinal)) settings["tls"] = uri.Query["?tls=".Length..];
        if (Environment.GetEnvironmentVariable($"BROADSHEET_SOURCE_{name.ToUpperInvariant()}_PASSWORD") is { Length: > 0 } password) settings["password"] = password;
        return settings;
    }
}
