using System.Data.Common;
using Microsoft.EntityFrameworkCore;
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

    /// <summary>The database's own clock as an SQL expression, in the column type of an instant.</summary>
    public abstract string NowSql { get; }

    /// <summary>The instant all nodes on this store agree on: decides what is due.</summary>
    public abstract Task<Instant> NowAsync(AppDb db, Clock clock, CancellationToken ct);

    /// <summary><paramref name="seconds"/> before <see cref="NowSql"/>.</summary>
    public abstract string SecondsAgoSql(int seconds);

    /// <summary>
    /// Moves due schedules on. Parameter @moves: JSON array of <c>{"w","i","due","next","last"}</c>; touches only rows that
    /// still stand at <c>due</c>, and returns the ids it moved.
    /// </summary>
    public abstract string MoveSchedulesSql { get; }

    /// <summary>Inserts runs from @runs, a JSON array with the names of the columns; a slot that has one already is left alone. Returns ids.</summary>
    public abstract string InsertRunsSql { get; }

    /// <summary>Serialises the callers over the whole store until the transaction ends.</summary>
    public abstract Task LockSchemaAsync(DbConnection connection, DbTransaction transaction, CancellationToken ct);

    /// <summary>A parameter in the form that the columns of its type have.</summary>
    public abstract DbParameter Parameter(string name, object? value);

    public abstract Instant ReadInstant(DbDataReader reader, int ordinal);

    public abstract Guid ReadGuid(DbDataReader reader, int ordinal);

    /// <summary>True when <paramref name="error"/> says that a unique index refused a row.</summary>
    public abstract bool IsUniqueViolation(DbUpdateException error);

    /// <summary>True when <paramref name="error"/> says that another row still refers to this one.</summary>
    public abstract bool IsReferenceViolation(Exception error);
}
