using Microsoft.Data.Sqlite;

namespace Broadsheet.Server.Storage.Changes;

/// <summary>
/// On SQLite: rings when another connection has committed. SQLite tells its own connections nothing, but counts commits in shared memory;
/// reading that count costs microseconds, and is done only while somebody listens.
/// </summary>
internal sealed class WatchStore(string connection, ChangeBell bell, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(150);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        SqliteConnection? store = null;
        try
        {
            for (long seen = -1; await timer.WaitForNextTickAsync(stoppingToken);)
            {
                if (!bell.IsHeard) continue;
                store ??= await OpenAsync(stoppingToken);
                var now = await VersionAsync(store, stoppingToken);
                if (now != seen) bell.Ring();
                seen = now;
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            return;
        }
        finally
        {
            if (store is not null) await store.DisposeAsync();
        }
    }

    private async Task<SqliteConnection> OpenAsync(CancellationToken ct)
    {
        var store = new SqliteConnection(connection);
        await store.OpenAsync(ct);
        return store;
    }

    private static async Task<long> VersionAsync(SqliteConnection store, CancellationToken ct)
    {
        await using var command = store.CreateCommand();
        command.CommandText = "pragma data_version";
        return (long)(await command.ExecuteScalarAsync(ct))!;
    }
}
