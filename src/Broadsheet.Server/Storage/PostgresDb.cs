using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Server.Storage;

/// <summary>The store that several nodes share.</summary>
internal sealed class PostgresDb(DbContextOptions<PostgresDb> options) : AppDb(options)
{
    public override Dialect Dialect => PostgresDialect.Instance;
}
