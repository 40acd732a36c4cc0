using Broadsheet.Server.Runs.Sharing;
using Broadsheet.Server.Schedules;
using Broadsheet.Server.Storage.Claims;
using Npgsql;

namespace Broadsheet.Server.Worker;

/// <summary>On PostgreSQL: hears that another node changed schedules or made a render, and rings this node's bells.</summary>
internal sealed partial class ListenForChanges(NpgsqlDataSource source, Wake wake, RenderBell renders, TimeProvider time, ILogger<ListenForChanges> log) : BackgroundService
{
    private static readonly TimeSpan AfterTrouble = TimeSpan.FromSeconds(3);

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
        connection.Notification += (_, said) =>
        {
            if (said.Channel == RenderClaims.Channel) renders.Ring();
            else wake.Schedules.Ring();
        };
        await using (var listen = new NpgsqlCommand($"listen {ScheduleBell.Channel}; listen {RenderClaims.Channel}", connection)) await listen.ExecuteNonQueryAsync(ct);
        wake.Schedules.Ring();
        while (true) await connection.WaitAsync(ct);
    }

    [LoggerMessage(LogLevel.Warning, "Notifications of other nodes are not heard: {Reason}. Schedules are looked at every few seconds meanwhile")]
    private partial void Deaf(string reason);
}
