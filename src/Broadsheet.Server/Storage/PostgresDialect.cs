using System.Data.Common;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
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

    public override string NowSql => "clock_timestamp()";

    public override string MoveSchedulesSql => """
        update report_schedules s set next_run_at = m.next, last_run_at = coalesce(m.last, s.last_run_at)
        from jsonb_to_recordset(@moves) as m (w uuid, i uuid, due timestamptz, next timestamptz, last timestamptz)
        where s.workspace_id = m.w and s.id = m.i and s.next_run_at = m.due and s.enabled
        returning s.id
        """;

    public override string InsertRunsSql => """
        insert into runs (workspace_id, id, schedule_id, schedule_name, template_id, report_type, trigger, scheduled_for, slot, status,
            attempt, owner_id, requested_by, queued_at, not_before, finished_at, reason, exclusive)
        select workspace_id, id, schedule_id, schedule_name, template_id, report_type, trigger, slot, slot, status, 1, owner_id,
            requested_by, queued_at, not_before, finished_at, reason, exclusive
        from jsonb_to_recordset(@runs) as r (workspace_id uuid, id uuid, schedule_id uuid, schedule_name text, template_id uuid,
            report_type text, trigger text, slot timestamptz, status text, owner_id uuid, requested_by uuid, queued_at timestamptz,
            not_before timestamptz, finished_at timestamptz, reason text, exclusive boolean)
        on conflict do nothing
        returning id
        """;

    public override async Task<Instant> NowAsync(AppDb db, Clock clock, CancellationToken ct) =>
        (await db.QueryAsync($"select {NowSql}", (d, r) => d.ReadInstant(r, 0), ct))[0];

    public override string SecondsAgoSql(int seconds) =>
        string.Create(CultureInfo.InvariantCulture, $"(clock_timestamp() - interval '{seconds} seconds')");

    public override async Task LockSchemaAsync(DbConnection connection, DbTransaction transaction, CancellationToken ct)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "select pg_advisory_xact_lock(@key)";
        command.Parameters.Add(Parameter("key", SchemaLock));
        await command.ExecuteNonQueryAsync(ct);
    }

    public override DbParameter Parameter(string name, object? value) => value switch
    {
        null => new NpgsqlParameter(name, DBNull.Value),
        Instant instant => new NpgsqlParameter(name, NpgsqlDbType.TimestampTz) { Value = instant.ToDateTimeUtc() },
        Json json => new NpgsqlParameter(name, NpgsqlDbType.Jsonb) { Value = json.Text },
        _ => new NpgsqlParameter(name, value),
    };

    public override Instant ReadInstant(DbDataReader reader, int ordinal) => Instant.FromDateTimeUtc(reader.GetDateTime(ordinal));

    public override Guid ReadGuid(DbDataReader reader, int ordinal) => reader.GetGuid(ordinal);

    public override bool IsUniqueViolation(DbUpdateException error) =>
        error.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation };

    public override bool IsReferenceViolation(Exception error) =>
        (error as PostgresException ?? error.InnerException) is PostgresException { SqlState: PostgresErrorCodes.ForeignKeyViolation };

    private sealed class InstantTimestamp() : ValueConverter<Instant, DateTime>(
        instant => instant.ToDateTimeUtc(), time => Instant.FromDateTimeUtc(DateTime.SpecifyKind(time, DateTimeKind.Utc)));
}
