using Broadsheet.Core;
using Broadsheet.Core.Access;
using Broadsheet.Core.Connections;
using Broadsheet.Server.Audit;
using Broadsheet.Server.Http;
using Broadsheet.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Server.Connections;

/// <summary>Who would feel a change: the schedules that send over a connection, by name, in order.</summary>
internal sealed record ConnectionImpactWire(int Count, IReadOnlyList<string> Schedules);

/// <summary>Forgets a connection and its secrets. One that schedules send over stays.</summary>
internal sealed class DeleteConnection(AppDb db, ConnectionTypes types, ConnectionSecrets secrets, SchedulesUsing uses, AuditLog audit)
{
    private const int Named = 10;

    public async Task<Result<Done>> RunAsync(Actor actor, ConnectionId id, string? ifMatch, CancellationToken ct)
    {
        if (actor.Refuse(Permission.ManageSources) is { } refused) return refused;
        var row = await db.Connections.SingleOrDefaultAsync(c => c.WorkspaceId == actor.Workspace && c.Id == id, ct);
        if (row is null) return new Problem.NotFound("connection");
        if (!ETags.Matches(ifMatch, row.Version)) return new Problem.Stale("connection");
        if (InUse(await uses(row, ct)) is { } used) return used;
        audit.Add(actor, "connection.deleted", "connection", id, row.Name, secrets.Audited(types.Find(row.Type)?.Connection, row));
        db.Connections.Remove(row);
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            return new Problem.Stale("connection");
        }

        return default(Done);
    }

    public async Task<Result<ConnectionImpactWire>> ImpactAsync(Actor actor, ConnectionId id, CancellationToken ct)
    {
        if (actor.Refuse(Permission.See) is { } refused) return refused;
        var row = await db.Connections.AsNoTracking().SingleOrDefaultAsync(c => c.WorkspaceId == actor.Workspace && c.Id == id, ct);
        if (row is null) return new Problem.NotFound("connection");
        var schedules = await uses(row, ct);
        return new ConnectionImpactWire(schedules.Count, schedules);
    }

    private static Problem? InUse(IReadOnlyList<string> schedules)
    {
        if (schedules.Count == 0) return null;
        var shown = string.Join(", ", schedules.Take(Named).Select(s => $"“{s}”")) + (schedules.Count > Named ? $" and {schedules.Count - Named} more" : "");
        return new Problem.Conflict("in-use", $"These schedules send over it: {shown}. Give them another connection, or make another one the default, before you delete it.");
    }
}
