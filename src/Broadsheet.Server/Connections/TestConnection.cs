using Broadsheet.Core;
using Broadsheet.Core.Access;
using Broadsheet.Core.Connections;
using Broadsheet.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Server.Connections;

/// <summary>Whether the other side answers and takes these settings, as far as can be known without sending; if not, why.</summary>
internal sealed record ConnectionTestWire(bool Ok, string? Message);

internal sealed class TestConnection(AppDb db, ConnectionTypes types, ConnectionCatalog catalog, Clock clock, KnownSecrets secrets)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public async Task<Result<ConnectionTestWire>> RunAsync(Actor actor, ConnectionId id, CancellationToken ct)
    {
        if (actor.Refuse(Permission.ManageSources) is { } refused) return refused;
        var row = await db.Connections.AsNoTracking().SingleOrDefaultAsync(c => c.WorkspaceId == actor.Workspace && c.Id == id, ct);
        if (row is null) return new Problem.NotFound("connection");
        var settings = catalog.Open(row);
        if (!settings.IsOk) return new ConnectionTestWire(false, settings.Problem.Summary);
        using var timeout = new CancellationTokenSource(Patience, clock.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, timeout.Token);
        try
        {
            var tested = await types.Find(row.Type)!.TestAsync(settings.Value, either.Token);
            return new ConnectionTestWire(tested.IsOk, secrets.Redact(tested.Problem?.Summary));
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new ConnectionTestWire(false, $"It did not answer within {Patience.TotalSeconds} seconds.");
        }
    }
}
