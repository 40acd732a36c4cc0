using System.Text.Json.Nodes;
using Broadsheet.Core;
using Broadsheet.Core.Deliveries;
using Broadsheet.Core.Runs;
using Broadsheet.Server.Artifacts;
using Broadsheet.Server.Deliveries;
using Broadsheet.Server.Http;
using Broadsheet.Server.Recipients;
using Broadsheet.Server.Reports.Rendering;
using Broadsheet.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Server.Runs;

/// <summary>What a finished report becomes in the ledger.</summary>
internal sealed record FannedOut(IReadOnlyList<DeliveryRow> Deliveries, IReadOnlyList<DeliveryLinkRow> Links);

/// <summary>
/// From a finished report to the ledger: one row for each destination and recipient, with its message composed. Who may not or will not
/// have it has a row that says so.
/// </summary>
internal sealed class FanOut(AppDb db, Clock clock, Destinations destinations, RecipientGate gate, RecipientLinks links)
{
    private const int MaxAttempts = 6;
    private const string Mail = "email";

    /// <param name="nothing">Why the condition keeps the report back, for a note that says so; null for the report itself.</param>
    public async Task<Result<FannedOut>> RunAsync(RunRow run, RunPlan plan, RenderedReport report, IReadOnlyList<ArtifactRow> artifacts, string? nothing, CancellationToken ct)
    {
        var settings = await DeliverySettingsRow.OfAsync(db, run.WorkspaceId, ct);
        var done = await db.Deliveries.AsNoTracking().Where(d => d.WorkspaceId == run.WorkspaceId && d.RunId == run.Id)
            .Select(d => new { d.DestinationIndex, d.Recipient }).ToListAsync(ct);
        var known = done.Select(d => (d.DestinationIndex, d.Recipient)).ToHashSet();
        var (rows, opened) = (new List<DeliveryRow>(), new List<DeliveryLinkRow>());
        for (var i = 0; i < plan.Destinations.Count; i++)
        {
            var destination = destinations.Open(run.WorkspaceId, plan.Destinations[i]);
            if (!destination.IsOk) return destination.Problem;
            var files = FilePlan.Of(artifacts, destination.Value, settings, clock.Now);
            var composed = ComposeMessage.For(run, plan, report, files, destination.Value, settings, nothing);
            if (!composed.IsOk) return composed.Problem;
            IReadOnlyList<string> recipients = destination.Value.Recipients.Count > 0 ? destination.Value.Recipients : [await OwnerAsync(run, ct)];
            var kept = await KeptBackAsync(run, destination.Value, recipients, ct);
            foreach (var recipient in recipients.Where(r => known.Add((i, r))))
                rows.Add(Row(run, i, plan.Destinations[i], recipient, composed.Value, files, kept.GetValueOrDefault(recipient), opened));
        }

        return new FannedOut(rows, opened);
    }

    private async Task<IReadOnlyDictionary<string, KeptBack>> KeptBackAsync(RunRow run, Destination destination, IReadOnlyList<string> recipients, CancellationToken ct) =>
        destination.Channel.Type == Mail && run.Trigger != RunTrigger.Test
            ? await gate.RunAsync(run.WorkspaceId, run.ScheduleId, run.ScheduleName, recipients, ct)
            : new Dictionary<string, KeptBack>();

    private Task<string> OwnerAsync(RunRow run, CancellationToken ct) =>
        db.People.Where(p => p.Id == (run.RequestedBy ?? run.OwnerId)).Select(p => p.Email).SingleAsync(ct);

    private DeliveryRow Row(
        RunRow run, int index, JsonObject destination, string recipient, ComposeMessage composed, FilePlan files, KeptBack? kept, List<DeliveryLinkRow> opened)
    {
        var (id, type) = (new DeliveryId(clock.NewId()), destination["type"]!.GetValue<string>());
        var own = type == Mail && run.ScheduleId is { } schedule && run.Trigger != RunTrigger.Test ? links.OfRecipient(new(run.WorkspaceId, schedule, recipient)) : null;
        Uri? page = null;
        if (files.Linked.Count > 0)
        {
            (page, var link) = links.OfFiles(run.WorkspaceId, id, files.Until);
            opened.Add(link);
        }

        return new()
        {
            WorkspaceId = run.WorkspaceId,
            Id = id,
            RunId = run.Id,
            DestinationIndex = index,
            Type = type,
            Recipient = recipient,
            DestinationJson = Wire.Text(destination),
            MessageJson = Wire.Text(composed.Message(new(page, own))),
            Status = kept is null ? DeliveryState.Pending : kept.Hold == DeliveryHold.Approval ? DeliveryState.Failed : DeliveryState.Skipped,
            Hold = kept?.Hold,
            Error = kept?.Why,
            MaxAttempts = MaxAttempts,
            NextAttemptAt = clock.Now,
            CreatedAt = clock.Now,
        };
    }
}
