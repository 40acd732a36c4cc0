using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Server.Storage;

/// <summary>
/// What a database is told by apart from what is in it, so that a copy is seen to be one: the cluster and the number of the database
/// on PostgreSQL, the birth of the file on SQLite.
/// </summary>
internal static class StorePlace
{
    private const string Control = "pg_control_system()";

    /// <summary>Null where it cannot be told: a file system that keeps no birth times, or another operating system.</summary>
    public static async Task<string?> OfAsync(AppDb db, CancellationToken ct) => db is PostgresDb
        ? await OfDatabaseAsync(db, ct)
        : OfFile(new Microsoft.Data.Sqlite.SqliteConnectionStringBuilder(db.Database.GetConnectionString()).DataSource);

    private static async Task<string?> OfDatabaseAsync(AppDb db, CancellationToken ct)
    {
        var known = await db.QueryAsync($"select oid::bigint, has_function_privilege('{Control}', 'execute') from pg_database where datname = current_database()",
            (_, r) => (Number: r.GetInt64(0), MayAsk: r.GetBoolean(1)), ct);
        var cluster = known[0].MayAsk ? (await db.QueryAsync($"select system_identifier::text from {Control}", (_, r) => r.GetString(0), ct))[0] : "?";
        return string.Create(CultureInfo.InvariantCulture, $"{cluster}/{known[0].Number}");
    }

    private static string? OfFile(string path)
    {
        if (!OperatingSystem.IsLinux()) return null;
        var found = new byte[Statx.Size];
        try
        {
            if (Statx.Ask(Statx.Here, Encoding.UTF8.GetBytes(Path.GetFullPath(path) + '\0'), 0, Statx.BirthTime, found) != 0) return null;
        }
        catch (EntryPointNotFoundException)
        {
            return null;
        }

        if ((BinaryPrimitives.ReadUInt32LittleEndian(found) & Statx.BirthTime) == 0) return null;
        var seconds = BinaryPrimitives.ReadInt64LittleEndian(found.AsSpan(Statx.BirthAt));
        var nanoseconds = BinaryPrimitives.ReadUInt32LittleEndian(found.AsSpan(Statx.BirthAt + sizeof(long)));
        return string.Create(CultureInfo.InvariantCulture, $"{seconds}.{nanoseconds:D9}");
    }

    /// <summary>statx(2), which .NET does not wrap; .NET's own creation time is a guess where it asks the older call.</summary>
    private static class Statx
    {
        public const int Here = -100;
        public const uint BirthTime = 0x800;
        public const int BirthAt = 80;
        public const int Size = 256;

        [DllImport("libc", EntryPoint = "statx")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int Ask(int folder, byte[] path, int flags, uint mask, byte[] found);
    }
}
