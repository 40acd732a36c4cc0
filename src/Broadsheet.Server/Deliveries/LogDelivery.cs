using Broadsheet.Core.Access;
using Broadsheet.Core.Deliveries;
using Broadsheet.Server.Audit;
using Broadsheet.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Server.Deliveries;

/// <summary>Makes a delivery that ended an entry of the audit log, in the transaction that ends it.</summary>
internal sealed class LogDelivery(AppDb db, AuditLog audit, KnownSecrets secrets)
{
    /// <summary>What a channel said, without the secrets it was given.</summary>
    public string? Redact(string? error) => secrets.Redact(error);

    public async Task RunAsync(DeliveryRow row, DeliveryState state, string? error, CancellationToken ct)
    {
        var report = await db.Runs.Where(r => r.WorkspaceId == row.WorkspaceId && r.Id == row.RunId).Select(r => r.ReportType).SingleOrDefaultAsync(ct);
        audit.Add(new Actor(row.WorkspaceId, default, "worker", Role.Worker, "worker"), new AuditEvent
        {
            Action = "delivery." + Word<DeliveryState>.Of(state),
            ObjectType = "delivery",
            ObjectId = row.Id,
            Name = row.Recipient,
            Report = report,
            Failed = state != DeliveryState.Sent,
            After = new() { ["run_id"] = row.RunId.ToString(), ["type"] = row.Type, ["attempts"] = row.Attempts, ["error"] = error },
        });
        await db.SaveChangesAsync(ct);
    }
}
