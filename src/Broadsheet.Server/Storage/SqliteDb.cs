using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Server.Storage;

/// <summary>The store as one file in the data folder.</summary>
internal sealed class SqliteDb(DbContextOptions<SqliteDb> options) : AppDb(options)
{
    public override Dialect Dialect => SqliteDialect.Instance;
}
