using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Broadsheet.Server.Storage.Claims;

/// <summary>A statement prepared once and run for each row of a batch, on the context's connection and in its transaction.</summary>
internal sealed class SqliteStatement : IAsyncDisposable
{
    private readonly AppDb db;
    private readonly SqliteCommand command;

    private SqliteStatement(AppDb db, SqliteCommand command) => (this.db, this.command) = (db, command);

    public static async Task<SqliteStatement> OpenAsync(AppDb db, string sql, CancellationToken ct, params string[] names)
    {
        await db.Database.OpenConnectionAsync(ct);
        var made = new SqliteCommand(sql, (SqliteConnection)db.Database.GetDbConnection(), (SqliteTransaction?)db.Database.CurrentTransaction?.GetDbTransaction());
        foreach (var name in names) made.Parameters.Add(new SqliteParameter { ParameterName = name });
        return new(db, made);
    }

    /// <summary>The number of rows touched.</summary>
    public int Run(params object?[] values)
    {
        for (var i = 0; i < values.Length; i++) command.Parameters[i].Value = values[i] ?? DBNull.Value;
        return command.ExecuteNonQuery();
    }

    public async ValueTask DisposeAsync()
    {
        await command.DisposeAsync();
        await db.Database.CloseConnectionAsync();
    }
}
