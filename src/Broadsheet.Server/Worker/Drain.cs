namespace Broadsheet.Server.Worker;

/// <summary>
/// The first thing of a shutdown, while everything still answers: waits for the work in hand, which <see cref="Node.HardStop"/>
/// bounds. Readiness says from the first moment that this node is going, and nothing more is taken.
/// </summary>
internal sealed class Drain(RunWorker runs, DeliveryWorker deliveries) : IHostedLifecycleService
{
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        await runs.EndedAsync().WaitAsync(cancellationToken);
        await deliveries.EndedAsync().WaitAsync(cancellationToken);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
