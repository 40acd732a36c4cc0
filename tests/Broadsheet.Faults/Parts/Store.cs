using System.Globalization;
using Broadsheet.Testing;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Broadsheet.Faults.Parts;

/// <summary>The database of the servers, as a person with a console reaches it: to make schedules due, and for nothing that is judged.</summary>
/// <param name="Connection">What the servers are given; null for SQLite.</param>
/// <param name="Direct">The same without what stands in between; the path of the file for SQLite.</param>
internal sealed record Store(string? Connection, string Direct)
{
    public async Task ExecuteAsync(string sql)
    {
        if (Connection is not null)
        {
            await PostgresCluster.ExecuteAsync(Direct, sql);
            return;
        }

        await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Direct, Pooling = false, DefaultTimeout = 30 }.ToString());
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    public async Task<long> CountAsync(string sql)
    {
        if (Connection is not null)
        {
            await using var source = NpgsqlDataSource.Create(Direct);
            await using var asked = source.CreateCommand(sql);
            return Convert.ToInt64(await asked.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
        }

        await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Direct, Pooling = false, DefaultTimeout = 30 }.ToString());
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }

    /// <summary>Another database on the same server, or the same database at another place.</summary>
    public static string At(string connection, int port) => new NpgsqlConnectionStringBuilder(connection) { Port = port, Timeout = 10, Pooling = true }.ConnectionString;
}
