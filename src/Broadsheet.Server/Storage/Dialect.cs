using System.Data.Common;
using Broadsheet.Core.Runs;
using Broadsheet.Core.Schedules;
using Broadsheet.Core.Workspaces;
using Broadsheet.Server.Storage.Claims;
using NodaTime;

namespace Broadsheet.Server.Storage;

/// <summary>What differs between the two databases, and nothing else. Stateless.</summary>
internal abstract class Dialect
{
    /// <summary>Folder of its scripts below Schema/.</summary>
    public abstract string Name { get; }

    /// <summary>Column type of a JSON document.</summary>
    public abstract string JsonType { get; }

    public abstract bool GuidsAreText { get; }

    /// <summary>The EF value converter of <see cref="Instant"/>.</summary>
    public abstract Type InstantConverter { get; }

    /// <summary>Ends a SELECT whose rows the transaction is about to change: others step over them.</summary>
    public abstract string LockSkippingLocked { get; }

    /// <summary>Due schedules that one claim takes.</summary>
    public abstract int ClaimBatch { get; }

    /// <summary>Ends a SELECT whose rows the transaction is about to change: others wait for them.</summary>
    public abstract string Lock { get; }

    /// <summary>Where the row of <paramref name="alias"/> lies, as an SQL expression of type text: found by it without an index, by the transaction that locked it.</summary>
    public abstract string PlaceSql(string alias);

    /// <summary>Says of the expression before it that it is one of <see cref="Ids"/> in <paramref name="parameter"/>.</summary>
    public abstract string AmongSql(string parameter);

    /// <summary>The value of a parameter that is many ids.</summary>
    public abstract object Ids(IReadOnlyList<Guid> ids);

    /// <summary>The day, in UTC, of the instant in <paramref name="column"/>, as the text 2026-11-23.</summary>
    public abstract string DaySql(string column);

    /// <summary>The database's own clock as an SQL expression, in the column type of an instant.</summary>
    public abstract string NowSql { get; }

    /// <summary>A SELECT that <paramref name="pick"/> writes for one workspace, from expressions for it and its share, as one for all that have a turn.</summary>
    public abstract string EachTurn(Func<string, string, string> pick);

    /// <summary>Runs a statement made with <see cref="EachTurn"/> for workspaces and their shares, in the transaction that is open.</summary>
    public abstract Task<List<T>> TakeTurnsAsync<T>(
        AppDb db, string sql, Func<Dialect, DbDataReader, T> read, IReadOnlyList<(WorkspaceId Workspace, int Share)> turns, CancellationToken ct, params (string Name, object? Value)[] parameters);

    /// <summary>The instant all nodes on this store agree on: decides what is due.</summary>
    public abstract Task<Instant> NowAsync(AppDb db, Clock clock, CancellationToken ct);

    /// <summary><see cref="NowAsync"/> as an SQL expression, of a statement that is given the process's clock as @now.</summary>
    public abstract string AgreedNowSql { get; }

    /// <summary>The number of the oldest transaction that may still commit; rows of earlier ones are all there. 1 where only one writes at a time.</summary>
    public abstract string OldestOpenTransactionSql { get; }

    /// <summary><paramref name="seconds"/> before <see cref="NowSql"/>.</summary>
    public abstract string SecondsAgoSql(int seconds);

    /// <summary>
    /// Moves due schedules on, those that still stand at their slot, and inserts the first run of each, in the transaction that is open.
    /// Returns the ids of the runs it inserted.
    /// </summary>
    /// <param name="leaveTaken">A slot that has a run already is left alone; else it may be a unique violation, which costs less to look for.</param>
    public abstract Task<HashSet<Guid>> FireAsync(AppDb db, IReadOnlyList<Firing> firings, Instant now, bool leaveTaken, CancellationToken ct);

    /// <summary>Ends runs that are held under their tokens; returns the ids of those that were.</summary>
    public abstract Task<HashSet<Guid>> EndRunsAsync(AppDb db, IReadOnlyList<RunEnd> ends, Instant now, CancellationToken ct);

    /// <summary>Writes to schedules how their runs ended, where that is news.</summary>
    public abstract Task TellSchedulesAsync(AppDb db, IReadOnlyList<(WorkspaceId Workspace, ScheduleId Schedule, RunState State)> outcomes, CancellationToken ct);

    /// <summary>Inserts runs from @runs, a JSON array with the names of the columns, for schedules that stay where they are; a slot that has one already is left alone. Returns ids.</summary>
    public abstract string InsertRunsSql { get; }

    /// <summary>Serialises the callers over the whole store until the transaction ends.</summary>
    public abstract Task LockSchemaAsync(DbConnection connection, DbTransaction transaction, CancellationToken ct);

    /// <summary>Keeps everybody else from the store's tables until the transaction ends, without ending anybody's work for it.</summary>
    public abstract Task LockTablesAsync(DbConnection connection, DbTransaction transaction, CancellationToken ct);

    /// <summary>A parameter in the form that the columns of its type have.</summary>
    public abstract DbParameter Parameter(string name, object? value);

    public abstract Instant ReadInstant(DbDataReader reader, int ordinal);

    public abstract Guid ReadGuid(DbDataReader reader, int ordinal);

    /// <summary>True when <paramref name="error"/> says that a unique index refused a row.</summary>
    public abstract bool IsUniqueViolation(Exception error);

    /// <summary>True when <paramref name="error"/> says that another row still refers to this one.</summary>
    public abstract bool IsReferenceViolation(Exception error);
}
