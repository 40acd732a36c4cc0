using Broadsheet.Testing;

namespace Broadsheet.Benchmarks.Engine;

/// <summary>
/// The PostgreSQL of the measurement, the same for us and for peers: with the memory that its manual advises, a part of the machine's, and keeping
/// what it has committed, as one that people rely on does and that of the tests does not.
/// </summary>
internal static class Database
{
    private static readonly string[] Settings =
    [
        "fsync = on", "synchronous_commit = on", "full_page_writes = on",
        "shared_buffers = '2GB'", "max_wal_size = '16GB'", "checkpoint_timeout = '30min'", "autovacuum_naptime = '20s'",
    ];

    private static readonly Lazy<Task<PostgresCluster>> Started = new(StartAsync);

    public static async Task<string> CreateAsync() => await (await Started.Value).CreateDatabaseAsync();

    private static async Task<PostgresCluster> StartAsync()
    {
        var cluster = PostgresCluster.Start();
        var connection = await cluster.CreateDatabaseAsync();
        foreach (var setting in Settings) await PostgresCluster.ExecuteAsync(connection, $"alter system set {setting}");
        cluster.Halt();
        cluster.Go();
        return cluster;
    }
}
