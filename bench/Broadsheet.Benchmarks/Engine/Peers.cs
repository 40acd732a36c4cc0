using System.Globalization;
using Broadsheet.Testing;
using Npgsql;

namespace Broadsheet.Benchmarks.Engine;

/// <summary>As many jobs at one instant on others, on the same PostgreSQL.</summary>
internal static class Peers
{
    /// <summary>graphile-worker and pg-boss through npm; null where that is not there.</summary>
    public static async Task<StormResult?> NodeAsync(string name, string script, int due)
    {
        var folder = Path.Combine(Repository.Root, "bench", "peers");
        if (!Directory.Exists(Path.Combine(folder, "node_modules")))
        {
            Console.WriteLine($"{name} is left out: run npm ci in bench/peers.");
            return null;
        }

        var connection = new NpgsqlConnectionStringBuilder(await Database.CreateAsync());
        var url = string.Create(CultureInfo.InvariantCulture, $"postgres://postgres@127.0.0.1:{connection.Port}/{connection.Database}");
        await using var child = await Child.RunAsync("node", folder, script, url, due.ToString(CultureInfo.InvariantCulture));
        var databaseCpu = await DatabaseCpu.SecondsAsync(connection.ToString());
        await child.EndAsync(TimeSpan.FromMinutes(10));
        return new(name, due, due, child.Figure("seconds"), child.Figure("p50"), child.Figure("p99"), child.Figure("cpu"), await DatabaseCpu.SecondsAsync(connection.ToString()) - databaseCpu);
    }
}
