namespace Broadsheet.Server.Worker;

/// <summary>Calls an address of an outside monitor while slots are taken in time, once a round. Stateless.</summary>
/// <param name="address">Null for none.</param>
internal sealed class OutsideMonitor(Func<Uri, CancellationToken, Task<string?>> call, Uri? address)
{
    /// <summary>A slot that waits longer to be taken is a reason to be silent, so that the monitor speaks.</summary>
    private const double MostLagSeconds = 120;

    /// <summary>Why the call failed; null when it went well or none was to be made.</summary>
    public async Task<string?> CallAsync(PulseSeen seen, CancellationToken ct) =>
        address is null || seen.LagSeconds > MostLagSeconds || seen.Nodes == 0 ? null : await call(address, ct);
}
