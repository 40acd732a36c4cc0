using System.Data.Common;
using System.Globalization;
using System.Reflection;
using NodaTime;

namespace Broadsheet.Server.Storage;

/// <summary>
/// The schema as numbered SQL scripts, embedded. Applied at start, in one transaction under a lock, so that of several nodes
/// one does it and the others find it done. Each script adds, so that programs one version apart run side by side on the newer schema.
/// </summary>
internal static class SchemaScripts
{
    /// <summary>Number, name and text of each script for a database, in order.</summary>
    public static IReadOnlyList<(int Number, string Name, string Sql)> For(Dialect dialect)
    {
        var assembly = Assembly.GetExecutingAssembly();
        var prefix = $"Schema/{dialect.Name}/";
        return [.. assembly.GetManifestResourceNames()
            .Select(n => n.Replace('\\', '/'))
            .Where(n => n.StartsWith(prefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(n => (int.Parse(n[prefix.Length..].Split('_')[0], CultureInfo.InvariantCulture), n[prefix.Length..], Read(assembly, n)))];
    }

    /// <summary>Brings the store to this program's schema. Throws <see cref="NewerSchemaException"/> when the store is ahead of it.</summary>
    public static Task ApplyAsync(AppDb db, Instant now, CancellationToken ct) => db.ConnectedAsync(connection => ApplyAsync(db, connection, now, ct), ct);

    private static async Task ApplyAsync(AppDb db, DbConnection connection, Instant now, CancellationToken ct)
    {
        if (db.Dialect is SqliteDialect) await RunAsync(connection, null, "pragma journal_mode = wal", ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await db.Dialect.LockSchemaAsync(connection, transaction, ct);
        await RunAsync(connection, transaction, "create table if not exists schema_scripts (number integer primary key, name text not null, applied_at text not null)", ct);
        var applied = await AppliedAsync(connection, transaction, ct);
        var scripts = For(db.Dialect);
        if (applied.Except(scripts.Select(s => s.Number)).DefaultIfEmpty().Max() is > 0 and var newer) throw new NewerSchemaException(newer, scripts[^1].Number);
        var missing = scripts.Where(s => !applied.Contains(s.Number)).ToList();
        if (missing.Count > 0 && applied.Count > 0) await db.Dialect.LockTablesAsync(connection, transaction, ct);
        foreach (var (number, name, sql) in missing)
        {
            await RunAsync(connection, transaction, sql, ct);
            await RunAsync(connection, transaction, string.Create(CultureInfo.InvariantCulture,
                $"insert into schema_scripts (number, name, applied_at) values ({number}, '{name}', '{now}')"), ct);
        }

        await transaction.CommitAsync(ct);
    }

    private static async Task<HashSet<int>> AppliedAsync(DbConnection connection, DbTransaction transaction, CancellationToken ct)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "select number from schema_scripts";
        await using var reader = await command.ExecuteReaderAsync(ct);
        var numbers = new HashSet<int>();
        while (await reader.ReadAsync(ct)) numbers.Add(reader.GetInt32(0));
        return numbers;
    }

    /// <summary>For as long as it takes: an index over a large table takes minutes.</summary>
    private static async Task RunAsync(DbConnection connection, DbTransaction? transaction, string sql, CancellationToken ct)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync(ct);
    }

    private static string Read(Assembly assembly, string name)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
