using System.Text.Json.Nodes;
using Broadsheet.Core.Deliveries;
using Broadsheet.Core.Runs;
using Broadsheet.Server.Artifacts;
using Broadsheet.Server.Deliveries;
using Broadsheet.Server.Http;
using Broadsheet.Server.Recipients;
using Broadsheet.Server.Storage;
using Broadsheet.Server.Storage.Claims;
using Broadsheet.Server.Workspaces;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Server.Runs;

/// <summary>What a burst has made so far.</summary>
internal sealed class Burst(int version)
{
    public int TemplateVersion => version;
    public long Rows { get; set; }

    /// <summary>Of the first report that was made.</summary>
    public JsonObject? Filters { get; set; }
    public List<ArtifactRow> Artifacts { get; } = [];
    public List<DeliveryRow> Deliveries { get; } = [];
    public List<DeliveryLinkRow> Links { get; } = [];
}

/// <summary>Keeps what a burst makes: each report's bytes as it is done, then all rows in one transaction. Nothing is sent before that.</summary>
internal sealed class KeepBurst(AppDb db, Clock clock, IArtifactStore store, FanOut fanOut, SettleRun settle)
{
    /// <summary>A report with those who get it. An address that is none has a row that says so.</summary>
    public async Task AddAsync(RunRow run, RunPlan plan, RunRender rendered, IReadOnlyList<string> recipients, Burst made, CancellationToken ct)
    {
        var artifacts = KeepFiles.Rows(run, rendered, await KeepFiles.KeptAsync(db, run.WorkspaceId, ct), clock);
        if (await Quotas.RefuseStorageAsync(db, run.WorkspaceId, artifacts.Concat(made.Artifacts).Sum(a => a.Bytes), ct) is { } full)
        {
            if (Directory.Exists(rendered.Folder)) Directory.Delete(rendered.Folder, recursive: true);
            AddUnmade(run, plan, recipients, full, made);
            return;
        }

        foreach (var (artifact, file) in artifacts.Zip(rendered.Report.Files)) await store.PutAsync(run.WorkspaceId, artifact.Id, file.Path, ct);
        made.Artifacts.AddRange(artifacts);
        if (Directory.Exists(rendered.Folder)) Directory.Delete(rendered.Folder, recursive: true);
        foreach (var recipient in recipients)
        {
            var fanned = await fanOut.RunAsync(run, run.Trigger == RunTrigger.Test ? plan : To(plan, recipient), rendered.Report, artifacts, null, ct);
            if (!fanned.IsOk)
            {
                AddUnmade(run, plan, [recipient], fanned.Problem.Summary, made);
                continue;
            }

            made.Deliveries.AddRange(fanned.Value.Deliveries);
            made.Links.AddRange(fanned.Value.Links);
        }
    }

    /// <summary>Recipients whose report could not be made.</summary>
    public void AddUnmade(RunRow run, RunPlan plan, IReadOnlyList<string> recipients, string why, Burst made) =>
        Add(run, plan, recipients, DeliveryState.Failed, DeliveryHold.NotMade, $"Their report could not be made: {why}", made);

    /// <summary>Recipients to whom the schedule's condition sends nothing.</summary>
    public void AddUnwanted(RunRow run, RunPlan plan, IReadOnlyList<string> recipients, string why, Burst made) =>
        Add(run, plan, recipients, DeliveryState.Skipped, null, why, made);

    /// <summary>False when the attempt is no longer this node's, or somebody has cancelled it: nothing was saved then.</summary>
    public async Task<bool> SaveAsync(HeldRun held, RunRow run, Burst made, int everybody, CancellationToken ct)
    {
        var filters = Wire.Text(made.Filters ?? []);
        var reason = everybody == 0 ? "“for_each” gave no recipients." : null;
        await using (var transaction = await db.Database.BeginTransactionAsync(ct))
        {
            var mine = await db.Runs.Held(held).Where(r => !r.CancelRequested).ExecuteUpdateAsync(s => s
                .SetProperty(r => r.Status, RunState.Delivering).SetProperty(r => r.Node, (Guid?)null).SetProperty(r => r.Error, (string?)null).SetProperty(r => r.Reason, reason)
                .SetProperty(r => r.FiltersJson, filters).SetProperty(r => r.Rows, made.Rows).SetProperty(r => r.TemplateVersion, made.TemplateVersion), ct);
            if (mine != 1)
            {
                foreach (var artifact in made.Artifacts) await store.DeleteAsync(run.WorkspaceId, artifact.Id, ct);
                return false;
            }

            db.Artifacts.AddRange(made.Artifacts);
            db.Deliveries.AddRange(made.Deliveries);
            db.DeliveryLinks.AddRange(made.Links);
            await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
            db.ChangeTracker.Clear();
        }

        if (made.Deliveries.All(d => d.Status != DeliveryState.Pending)) await settle.RunAsync(run.WorkspaceId, run.Id, ct);
        return true;
    }

    private static RunPlan To(RunPlan plan, string recipient) => plan with { Destinations = [.. plan.Destinations.Select(d => To(d, recipient))] };

    /// <summary>A destination of a burst, for one recipient.</summary>
    public static JsonObject To(JsonObject destination, string recipient)
    {
        var addressed = destination.DeepClone().AsObject();
        addressed["to"] = new JsonArray(recipient);
        return addressed;
    }

    private void Add(RunRow run, RunPlan plan, IReadOnlyList<string> recipients, DeliveryState state, DeliveryHold? hold, string why, Burst made)
    {
        var message = Wire.Text(new JsonObject { ["subject"] = run.ScheduleName, ["text"] = why, ["facts"] = new JsonObject { ["workspace_id"] = run.WorkspaceId.ToString(), ["run_id"] = run.Id.ToString(), ["files"] = new JsonArray() }, ["attach"] = new JsonArray() });
        foreach (var (destination, i) in plan.Destinations.Select((d, i) => (d, i)))
        {
            made.Deliveries.AddRange(recipients.Select(recipient => new DeliveryRow
            {
                WorkspaceId = run.WorkspaceId, Id = new DeliveryId(clock.NewId()), RunId = run.Id, DestinationIndex = i, Type = destination["type"]!.GetValue<string>(), Recipient = recipient,
                DestinationJson = Wire.Text(To(destination, recipient)), MessageJson = message, Status = state, Hold = hold, Error = why, MaxAttempts = 1, NextAttemptAt = clock.Now, CreatedAt = clock.Now,
            }));
        }
    }
}
