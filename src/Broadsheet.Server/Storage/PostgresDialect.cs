using System.Data.Common;
using System.Globalization;
using Broadsheet.Core.Runs;
using Broadsheet.Core.Schedules;
using Broadsheet.Core.Workspaces;
using Broadsheet.Server.Storage.Claims;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using NodaTime;
using Npgsql;
using NpgsqlTypes;

namespace Broadsheet.Server.Storage;

/// <summary>PostgreSQL: uuid, timestamptz, jsonb; rows are claimed by FOR UPDATE SKIP LOCKED.</summary>
internal sealed class PostgresDialect : Dialect
{
    /// <summary>Any number that no other program uses on this database: the letters of the product.</summary>
    private const long SchemaLock = 0x62726f6164736874;

    public static PostgresDialect Instance { get; } = new();

    public override string Name => "Postgres";

    public override string JsonType => "jsonb";

    public override bool GuidsAreText => false;

    public override Type InstantConverter => typeof(InstantTimestamp);

    public override string LockSkippingLocked => "for update skip locked";

    public override int ClaimBatch => 500;

    public override string Lock => "for update";

    public override string PlaceSql(string alias) => $"{alias}.ctid::text";

    public override string AmongSql(string parameter) => $"= any({parameter})";

    public override object Ids(IReadOnlyList<Guid> ids) => ids.ToArray();

    public override string DaySql(string column) => $"to_char({column} at time zone 'UTC', 'YYYY-MM-DD')";

    public override string NowSql => "clock_timestamp()";

    public override string AgreedNowSql => NowSql;

    public override string OldestOpenTransactionSql => "(pg_snapshot_xmin(pg_current_snapshot())::text)::bigint";

    public override string EachTurn(Func<string, string, string> pick) => $"""
        select picks.* from unnest(@workspaces, @shares) as turn (workspace, share) cross join lateral ({pick("turn.workspace", "turn.share")}) picks
        """;

    public override async Task<List<T>> TakeTurnsAsync<T>(
        AppDb db, string sql, Func<Dialect, DbDataReader, T> read, IReadOnlyList<(WorkspaceId Workspace, int Share)> turns, CancellationToken ct, params (string Name, object? Value)[] parameters) =>
        turns.Count == 0 ? [] : await db.QueryAsync(sql, read, ct, [.. parameters, ("workspaces", turns.Select(t => t.Workspace.Value).ToArray()), ("shares", turns.Select(t => t.Share).ToArray())]);

    public override string InsertRunsSql => """
        insert into runs (workspace_id, id, schedule_id, schedule_name, template_id, report_type, trigger, scheduled_for, slot, status,
            attempt, owner_id, requested_by, queued_at, not_before, finished_at, reason, exclusive)
        select r.workspace_id, r.id, s.id, s.name, s.template_id, t.report_type, r.trigger, r.slot, r.slot, r.status, 1, s.owner_id,
            r.requested_by, r.queued_at, r.not_before, r.finished_at, r.reason, r.exclusive
        from jsonb_to_recordset(@runs) as r (workspace_id uuid, id uuid, schedule_id uuid, trigger text, slot timestamptz, status text,
            requested_by uuid, queued_at timestamptz, not_before timestamptz, finished_at timestamptz, reason text, exclusive boolean)
        join report_schedules s on s.workspace_id = r.workspace_id and s.id = r.schedule_id
        join report_templates t on t.workspace_id = s.workspace_id and t.id = s.template_id
        on conflict do nothing
        returning id
        """;

    public override Task<HashSet<Guid>> FireAsync(AppDb db, IReadOnlyList<Firing> firings, Instant now, bool leaveTaken, CancellationToken ct) =>
        PostgresFiring.RunAsync(db, firings, now, leaveTaken, ct);

    public override Task<HashSet<Guid>> EndRunsAsync(AppDb db, IReadOnlyList<RunEnd> ends, Instant now, CancellationToken ct) => PostgresEnds.RecordAsync(db, ends, now, ct);

    public override Task TellSchedulesAsync(AppDb db, IReadOnlyList<(WorkspaceId Workspace, ScheduleId Schedule, RunState State)> outcomes, CancellationToken ct) =>
        PostgresEnds.TellAsync(db, outcomes, ct);

    public override async Task<Instant> NowAsync(AppDb db, Clock clock, CancellationToken ct) =>
        (await db.QueryAsync($"select {NowSql}", (d, r) => d.ReadInstant(r, 0), ct))[0];

    public override string SecondsAgoSql(int seconds) =>
        string.Create(CultureInfo.InvariantCulture, $"(clock_timestamp() - interval '{seconds} seconds')");

    public override async Task LockSchemaAsync(DbConnection connection, DbTransaction transaction, CancellationToken ct)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "select pg_advisory_xact_lock(@key)";
        command.CommandTimeout = 0;
        command.Parameters.Add(Parameter("key", SchemaLock));
        await command.ExecuteNonQueryAsync(ct);
    }

    public override Task LockTablesAsync(DbConnection connection, DbTransaction transaction, CancellationToken ct) => PostgresTables.LockAsync(connection, transaction, PostgresTables.MostAttempts, ct);

    public override DbParameter Parameter(string name, object? value) => value switch
    {
        null => new NpgsqlParameter(name, DBNull.Value),
        NpgsqlParameter typed => Named(typed, name),
        Instant instant => new NpgsqlParameter(name, NpgsqlDbType.TimestampTz) { Value = instant.ToDateTimeUtc() },
        Json json => new NpgsqlParameter(name, NpgsqlDbType.Jsonb) { Value = json.Text },
        _ => new NpgsqlParameter(name, value),
    };

    private static NpgsqlParameter Named(NpgsqlParameter parameter, string name)
    {
        parameter.ParameterName = name;
        return parameter;
    }

    public override Instant ReadInstant(DbDataReader reader, int ordinal) => Instant.FromDateTimeUtc(reader.GetDateTime(ordinal));

    public override Guid ReadGuid(DbDataReader reader, int ordinal) => reader.GetGuid(ordinal);

    public override bool IsUniqueViolation(Exception error) =>
        (error as PostgresException ?? error.InnerException) is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation };

    public override bool IsReferenceViolation(Exception error) =>
        (error as PostgresException ?? error.InnerException) is PostgresException { SqlState: PostgresErrorCodes.ForeignKeyViolation };

    private sealed class InstantTimestamp() : ValueConverter<Instant, DateTime>(
        instant => instant.ToDateTimeUtc(), time => Instant.FromDateTimeUtc(DateTime.SpecifyKind(time, DateTimeKind.Utc)));
}
