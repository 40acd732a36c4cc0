using Broadsheet.Core;
using Broadsheet.Core.Ports;
using SQLitePCL;

namespace Broadsheet.Adapters.Sources.Sqlite;

/// <summary>
/// SQLite files. <paramref name="refuse"/> is asked with the full path, links resolved, and gives the reason when this deployment keeps the
/// file from reports (its own database, files outside of allowed folders); null allows it.
/// </summary>
public sealed class SqliteSource(Func<string, Problem?> refuse, TimeProvider time) : IDataSource
{
    static SqliteSource() => Batteries_V2.Init();

    public string Type => "sqlite";

    public SettingsSchema Settings { get; } = new(
    [
        new("path", SettingKind.Text, "The database file, as a path on the server") { Required = true, Example = "/srv/data/sales.sqlite", MaxLength = 1_000 },
    ]);

    public async Task<Result<Done>> TestAsync(SettingValues settings, CancellationToken ct)
    {
        var opened = await OpenAsync(settings, new(Core.Reports.RenderLimits.Preview, NodaTime.DateTimeZone.Utc), ct);
        if (!opened.IsOk) return opened.Problem;
        await opened.Value.DisposeAsync();
        return default(Done);
    }

    public Task<Result<IDataSession>> OpenAsync(SettingValues settings, SessionOptions options, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var path = Resolve(settings.Text("path")!);
        if (!path.IsOk) return Task.FromResult<Result<IDataSession>>(path.Problem);
        if (refuse(path.Value) is { } reason) return Task.FromResult<Result<IDataSession>>(reason);
        var session = SqliteSession.Open(path.Value, options, time);
        return Task.FromResult(session.IsOk ? Result<IDataSession>.Ok(session.Value) : session.Problem);
    }

    private static Result<string> Resolve(string path)
    {
        if (!Path.IsPathFullyQualified(path))
            return new Problem.Conflict("path", $"“{path}” is not a full path: write it from the root of the disk.");
        var full = Path.GetFullPath(path);
        if (!File.Exists(full)) return new Problem.Unavailable("no-file", $"There is no file “{full}”.");
        return File.ResolveLinkTarget(full, returnFinalTarget: true)?.FullName ?? full;
    }
}
