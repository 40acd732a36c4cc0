using Npgsql;

namespace Broadsheet.Server.Storage.Changes;

/// <summary>On PostgreSQL: rings when any node has changed something.</summary>
internal sealed partial class HearStore(NpgsqlDataSource source, ChangeBell bell, TimeProvider time, ILogger<HearStore> log) : BackgroundService
{
    private static readonly TimeSpan AfterTrouble = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is NpgsqlException or IOException or TimeoutException)
            {
                Deaf(e.Message);
                await Task.Delay(AfterTrouble, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task ListenAsync(CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        connection.Notification += (_, _) => bell.Ring();
        await using (var listen = new NpgsqlCommand("listen broadsheet_changes", connection)) await listen.ExecuteNonQueryAsync(ct);
        bell.Ring();
        while (true) await connection.WaitAsync(ct);
    }

    [LoggerMessage(LogLevel.Warning, "Changes on other nodes are not heard: {Reason}. Open pages learn of them a little later")]
    private partial void Deaf(string reason);
}
