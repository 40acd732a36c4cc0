using System.Data.Common;
using System.Globalization;
using Broadsheet.Core.Runs;
using Broadsheet.Core.Schedules;
using Broadsheet.Core.Workspaces;
using Broadsheet.Server.Storage.Claims;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using NodaTime;
using NodaTime.Text;

namespace Broadsheet.Server.Storage;

/// <summary>SQLite: ids and instants are text, so that a person can read them; instants all of one width, so that they compare.</summary>
internal sealed class SqliteDialect : Dialect
{
    private const int Busy = 5;
    private const int ReadOnly = 8;
    private const int DiskError = 10;
    private const int Full = 13;
    private const int CannotOpen = 14;
    private const int Constraint = 19;
    private const int ConstraintForeignKey = 787;
    private const int ConstraintPrimaryKey = 1555;
    private const int ConstraintUnique = 2067;

    private static readonly InstantPattern Pattern = InstantPattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm:ss.ffffff'Z'");

    public static SqliteDialect Instance { get; } = new();

    public override string Name => "Sqlite";

    public override string JsonType => "text";

    public override bool GuidsAreText => true;

    public override Type InstantConverter => typeof(InstantText);

    /// <summary>BEGIN IMMEDIATE has already made this the only writer.</summary>
    public override string LockSkippingLocked => "";

    /// <summary>Larger, since each commit waits for the disk and there is one writer anyway; a request waits for it some 50 ms at most.</summary>
    public override int ClaimBatch => 2_000;

    /// <inheritdoc cref="LockSkippingLocked"/>
    public override string Lock => "";

    public override string PlaceSql(string alias) => $"cast({alias}.rowid as text)";

    public override string AmongSql(string parameter) => $"in (select value from json_each({parameter}))";

    public override object Ids(IReadOnlyList<Guid> ids) => $"[{string.Join(',', ids.Select(i => $"\"{i:D}\""))}]";

    public override string DaySql(string column) => $"substr({column}, 1, 10)";

    public override string AgreedNowSql => "@now";

    public override string NowSql => "strftime('%Y-%m-%dT%H:%M:%f000Z', 'now')";

    public override string OldestOpenTransactionSql => "1";

    public override string EachTurn(Func<string, string, string> pick) => pick("@workspace", "@share");

    public override async Task<List<T>> TakeTurnsAsync<T>(
        AppDb db, string sql, Func<Dialect, DbDataReader, T> read, IReadOnlyList<(WorkspaceId Workspace, int Share)> turns, CancellationToken ct, params (string Name, object? Value)[] parameters)
    {
        var taken = new List<T>();
        foreach (var (workspace, share) in turns) taken.AddRange(await db.QueryAsync(sql, read, ct, [.. parameters, ("workspace", workspace.Value), ("share", share)]));
        return taken;
    }

    public override string InsertRunsSql => """
        insert into runs (workspace_id, id, schedule_id, schedule_name, template_id, report_type, trigger, scheduled_for, slot, status,
            attempt, owner_id, requested_by, queued_at, not_before, finished_at, reason, exclusive)
        select s.workspace_id, value ->> 'id', s.id, s.name, s.template_id, t.report_type, value ->> 'trigger', value ->> 'slot', value ->> 'slot',
            value ->> 'status', 1, s.owner_id, value ->> 'requested_by', value ->> 'queued_at', value ->> 'not_before', value ->> 'finished_at',
            value ->> 'reason', value ->> 'exclusive'
        from json_each(@runs)
        join report_schedules s on s.workspace_id = value ->> 'workspace_id' and s.id = value ->> 'schedule_id'
        join report_templates t on t.workspace_id = s.workspace_id and t.id = s.template_id
        where true
        on conflict do nothing
        returning id
        """;

    public override Task<HashSet<Guid>> FireAsync(AppDb db, IReadOnlyList<Firing> firings, Instant now, bool leaveTaken, CancellationToken ct) =>
        SqliteFiring.RunAsync(db, firings, now, ct);

    public override Task<HashSet<Guid>> EndRunsAsync(AppDb db, IReadOnlyList<RunEnd> ends, Instant now, CancellationToken ct) => SqliteEnds.RecordAsync(db, ends, now, ct);

    public override Task TellSchedulesAsync(AppDb db, IReadOnlyList<(WorkspaceId Workspace, ScheduleId Schedule, RunState State)> outcomes, CancellationToken ct) =>
        SqliteEnds.TellAsync(db, outcomes, ct);

    /// <summary>The database has no clock but this process's own.</summary>
    public override Task<Instant> NowAsync(AppDb db, Clock clock, CancellationToken ct) => Task.FromResult(clock.Now);

    public override string SecondsAgoSql(int seconds) =>
        string.Create(CultureInfo.InvariantCulture, $"strftime('%Y-%m-%dT%H:%M:%f000Z', 'now', '-{seconds} seconds')");

    /// <summary>Its transactions begin IMMEDIATE: one writer at a time already.</summary>
    public override Task LockSchemaAsync(DbConnection connection, DbTransaction transaction, CancellationToken ct) => Task.CompletedTask;

    public override Task LockTablesAsync(DbConnection connection, DbTransaction transaction, CancellationToken ct) => Task.CompletedTask;

    public override DbParameter Parameter(string name, object? value) => new SqliteParameter(name, value switch
    {
        null => DBNull.Value,
        Instant instant => Format(instant),
        Guid guid => guid.ToString("D"),
        Json json => json.Text,
        _ => value,
    });

    public override Instant ReadInstant(DbDataReader reader, int ordinal) => Parse(reader.GetString(ordinal));

    public override Guid ReadGuid(DbDataReader reader, int ordinal) => Guid.Parse(reader.GetString(ordinal));

    public override bool IsUniqueViolation(Exception error) =>
        (error as SqliteException ?? error.InnerException) is SqliteException { SqliteErrorCode: Constraint, SqliteExtendedErrorCode: ConstraintUnique or ConstraintPrimaryKey };

    public override bool IsReferenceViolation(Exception error) =>
        (error as SqliteException ?? error.InnerException) is SqliteException { SqliteExtendedErrorCode: ConstraintForeignKey };

    /// <summary>True when the file cannot be written or reached now: the disk is full or gone, or another process holds it.</summary>
    public static bool IsAway(Exception error) => error is SqliteException { SqliteErrorCode: Busy or ReadOnly or DiskError or Full or CannotOpen };

    public static string Format(Instant instant) => Pattern.Format(instant);

    public static Instant Parse(string text) => Pattern.Parse(text).Value;

    private sealed class InstantText() : ValueConverter<Instant, string>(instant => Format(instant), text => Parse(text));
}
