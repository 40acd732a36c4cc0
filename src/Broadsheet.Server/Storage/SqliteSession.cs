using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Broadsheet.Server.Storage;

/// <summary>
/// What each connection to the SQLite store needs: writers wait for each other instead of failing, and a commit that was
/// acknowledged is on the disk.
/// </summary>
internal sealed class SqliteSession : DbConnectionInterceptor
{
    private const string Pragmas = "pragma busy_timeout = 15000; pragma synchronous = full; pragma foreign_keys = on; pragma temp_store = memory;";

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        command.ExecuteNonQuery();
    }

    public override async Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
