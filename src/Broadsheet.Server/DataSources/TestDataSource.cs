using Broadsheet.Core;
using Broadsheet.Core.Access;
using Broadsheet.Core.DataSources;

namespace Broadsheet.Server.DataSources;

/// <summary>Whether the database answers and may be used for reports; if not, why.</summary>
internal sealed record SourceTestWire(bool Ok, string? Message);

internal sealed class TestDataSource(DataSourceCatalog catalog, Clock clock)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public async Task<Result<SourceTestWire>> RunAsync(Actor actor, DataSourceId id, CancellationToken ct)
    {
        if (actor.Refuse(Permission.ManageSources) is { } refused) return refused;
        var source = await catalog.OpenAsync(actor.Workspace, id, ct);
        if (!source.IsOk) return source.Problem is Problem.NotFound ? source.Problem : new SourceTestWire(false, source.Problem.Summary);
        using var timeout = new CancellationTokenSource(Patience, clock.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, timeout.Token);
        try
        {
            var tested = await source.Value.TestAsync(either.Token);
            return new SourceTestWire(tested.IsOk, tested.Problem?.Summary);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new SourceTestWire(false, $"It did not answer within {Patience.TotalSeconds} seconds.");
        }
    }
}
