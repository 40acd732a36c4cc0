using System.Globalization;
using Npgsql;

namespace Broadsheet.Benchmarks.Engine;

/// <summary>Statements of the measurement itself, which may take as long as they take.</summary>
internal static class Sql
{
    public static async Task RunAsync(this NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>The one number that it asks for.</summary>
    public static async Task<double> AskAsync(this NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        command.CommandTimeout = 0;
        return Convert.ToDouble(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }
}
