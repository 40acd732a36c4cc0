using System.Data.Common;
using System.Globalization;
using Npgsql;

namespace Broadsheet.Server.Storage;

/// <summary>
/// Takes the store's tables for a change of the schema while nodes of the version before are at work. Scripts that lock one table after the other would meet those nodes' transactions
/// half way, each holding what the other wants, and PostgreSQL would end one of them. So all are taken first, before anything is changed; where one is held, those taken are given
/// back and it is tried again, sooner than PostgreSQL looks for such a knot (<c>deadlock_timeout</c>, one second): the one that steps back is always this one.
/// </summary>
internal static class PostgresTables
{
    private const string Point = "no_table_taken";

    /// <summary>Each table of the store's schema that this role may change, in the order of names.</summary>
    private const string Take = """
        do $$ declare t regclass; begin
            for t in select c.oid::regclass from pg_class c
                where c.relkind = 'r' and c.relnamespace = current_schema()::regnamespace and pg_has_role(c.relowner, 'usage') order by c.relname
            loop execute format('lock table %s in access exclusive mode', t); end loop;
        end $$
        """;

    private const string Oldest = """
        select format('process %s (%s), since %s', pid, coalesce(nullif(application_name, ''), 'without a name'), xact_start::timestamptz(0)) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid() and xact_start is not null order by xact_start limit 1
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(400);

    /// <summary>An automatic vacuum lets go only when somebody has waited for longer than <c>deadlock_timeout</c>; so long is waited each fourth time.</summary>
    private static readonly TimeSpan LongPatience = TimeSpan.FromSeconds(2);

    /// <summary>Two minutes' worth.</summary>
    public const int MostAttempts = 120;

    /// <summary>Takes them until the transaction ends. Throws <see cref="TablesInUseException"/> when they are not to be had.</summary>
    public static async Task LockAsync(DbConnection connection, DbTransaction transaction, int mostAttempts, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            await transaction.SaveAsync(Point, ct);
            try
            {
                await RunAsync(WaitAtMost(attempt % 4 == 0 ? LongPatience : Patience));
                await RunAsync(Take);
                await RunAsync(WaitAtMost(TimeSpan.Zero));
                return;
            }
            catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected)
            {
                await transaction.RollbackAsync(Point, ct);
                if (attempt == mostAttempts) throw new TablesInUseException(await HolderAsync(connection, transaction, ct), e);
                await RunAsync("select pg_sleep(0.2)");
            }
        }

        async Task RunAsync(string sql)
        {
            await using var command = Command(connection, transaction, sql);
            await command.ExecuteNonQueryAsync(ct);
        }
    }

    private static string WaitAtMost(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"set local lock_timeout = {time.TotalMilliseconds:0}");

    private static async Task<string> HolderAsync(DbConnection connection, DbTransaction transaction, CancellationToken ct)
    {
        await using var command = Command(connection, transaction, Oldest);
        return await command.ExecuteScalarAsync(ct) as string ?? "one that has ended by now";
    }

    private static DbCommand Command(DbConnection connection, DbTransaction transaction, string sql)
    {
        var command = connection.CreateCommand();
        (command.Transaction, command.CommandText) = (transaction, sql);
        return command;
    }
}
