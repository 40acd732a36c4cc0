using System.Text.Json.Nodes;
using Broadsheet.Core;
using Broadsheet.Core.Deliveries;
using Broadsheet.Server.Artifacts;
using Broadsheet.Server.Deliveries;
using Broadsheet.Server.Http;
using Broadsheet.Server.Reports.Rendering;
using Broadsheet.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Server.Runs;

/// <summary>From a finished report to the ledger: one row for each destination and recipient, with its message composed.</summary>
internal sealed class FanOut(AppDb db, Clock clock, Destinations destinations)
{
    private const int MaxAttempts = 6;

    public async Task<Result<IReadOnlyList<DeliveryRow>>> RunAsync(RunRow run, RunPlan plan, RenderedReport report, IReadOnlyList<ArtifactRow> artifacts, CancellationToken ct)
    {
        var done = await db.Deliveries.AsNoTracking().Where(d => d.WorkspaceId == run.WorkspaceId && d.RunId == run.Id)
            .Select(d => new { d.DestinationIndex, d.Recipient }).ToListAsync(ct);
        var known = done.Select(d => (d.DestinationIndex, d.Recipient)).ToHashSet();
        var rows = new List<DeliveryRow>();
        for (var i = 0; i < plan.Destinations.Count; i++)
        {
            var destination = destinations.Open(run.WorkspaceId, plan.Destinations[i]);
            if (!destination.IsOk) return destination.Problem;
            var message = ComposeMessage.Of(run, plan, report, artifacts, destination.Value);
            if (!message.IsOk) return message.Problem;
            IReadOnlyList<string> recipients = destination.Value.Recipients.Count > 0 ? destination.Value.Recipients : [await OwnerAsync(run, ct)];
            foreach (var recipient in recipients.Where(r => known.Add((i, r)))) rows.Add(Row(run, i, plan.Destinations[i], recipient, message.Value));
        }

        return Result<IReadOnlyList<DeliveryRow>>.Ok(rows);
    }

    private Task<string> OwnerAsync(RunRow run, CancellationToken ct) =>
        db.People.Where(p => p.Id == (run.RequestedBy ?? run.OwnerId)).Select(p => p.Email).SingleAsync(ct);

    private DeliveryRow Row(RunRow run, int index, JsonObject destination, string recipient, JsonObject message) => new()
    {
        WorkspaceId = run.WorkspaceId,
        Id = new DeliveryId(clock.NewId()),
        RunId = run.Id,
        DestinationIndex = index,
        Type = destination["type"]!.GetValue<string>(),
        Recipient = recipient,
        DestinationJson = Wire.Text(destination),
        MessageJson = Wire.Text(message),
        Status = DeliveryState.Pending,
        MaxAttempts = MaxAttempts,
        NextAttemptAt = clock.Now,
        CreatedAt = clock.Now,
    };
}
