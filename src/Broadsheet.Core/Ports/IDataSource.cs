namespace Broadsheet.Core.Ports;

/// <summary>
/// A kind of database that reports read. Holds no state of a report; used by many at a time. Every implementation runs the
/// source contract suite, security escapes included.
/// </summary>
public interface IDataSource
{
    /// <summary>As a data source names its kind: <c>sqlite</c>. Lower case, stable for ever.</summary>
    string Type { get; }

    SettingsSchema Settings { get; }

    /// <summary>Reaches the database and checks that it may be used for reports, without reading any data.</summary>
    Task<Result<Done>> TestAsync(SettingValues settings, CancellationToken ct);

    /// <summary>
    /// A session of its own for one report: read-only, and all its queries see the same data. A database that is down is
    /// <see cref="Problem.Unavailable"/>; one that may not be used is <see cref="Problem.Conflict"/> with the reason.
    /// </summary>
    Task<Result<IDataSession>> OpenAsync(SettingValues settings, SessionOptions options, CancellationToken ct);
}
