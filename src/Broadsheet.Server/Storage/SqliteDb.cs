using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Broadsheet.Server.Storage;

/// <summary>The store as one file in the data folder.</summary>
internal sealed class SqliteDb(DbContextOptions<SqliteDb> options) : AppDb(options)
{
    public override Dialect Dialect => SqliteDialect.Instance;

    public override async Task ConnectedAsync(Func<DbConnection, Task> work, CancellationToken ct)
    {
        await using var connection = new SqliteConnection(RelationalOptionsExtension.Extract(options).ConnectionString);
        await connection.OpenAsync(ct);
        await work(connection);
    }
}
