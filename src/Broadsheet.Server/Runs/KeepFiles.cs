using System.Text.Json.Nodes;
using Broadsheet.Core.Deliveries;
using Broadsheet.Core.Runs;
using Broadsheet.Core.Workspaces;
using Broadsheet.Server.Artifacts;
using Broadsheet.Server.Http;
using Broadsheet.Server.Recipients;
using Broadsheet.Server.Storage;
using Broadsheet.Server.Storage.Claims;
using Broadsheet.Server.Workspaces;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Broadsheet.Server.Runs;

/// <summary>
/// Keeps a finished attempt: the files' bytes first, then in one transaction their rows, the ledger's rows and the run's state.
/// Nothing points to a file before it is whole, and nothing is sent for a run whose lease was lost.
/// </summary>
internal sealed class KeepFiles(AppDb db, Clock clock, IArtifactStore store, FanOut fanOut, SettleRun settle, EndRun end)
{
    public async Task RunAsync(HeldRun held, RunRow run, RunPlan plan, RunRender rendered, CancellationToken ct)
    {
        var artifacts = Rows(run, rendered, await KeptAsync(db, run.WorkspaceId, ct), clock);
        if (await Quotas.RefuseStorageAsync(db, run.WorkspaceId, artifacts.Sum(a => a.Bytes), ct) is { } full)
        {
            await end.FailAsync(held, run, full, mayRetry: false, ct);
            return;
        }

        var deliveries = await fanOut.RunAsync(run, plan, rendered.Report, artifacts, null, ct);
        if (!deliveries.IsOk)
        {
            await end.FailAsync(held, run, deliveries.Problem.Summary, mayRetry: false, ct);
            return;
        }

        foreach (var (artifact, file) in artifacts.Zip(rendered.Report.Files).Where(a => a.First.Content is null)) await store.PutAsync(run.WorkspaceId, artifact.Id, file.Path, ct);
        if (Directory.Exists(rendered.Folder)) Directory.Delete(rendered.Folder, recursive: true);
        if (!await SaveAsync(held, rendered, artifacts, deliveries.Value, ct))
        {
            foreach (var artifact in artifacts.Where(a => a.Content is null)) await store.DeleteAsync(run.WorkspaceId, artifact.Id, ct);
            await end.StoppedAsync(held, ct);
            return;
        }

        if (deliveries.Value.Deliveries.All(d => d.Status != DeliveryState.Pending)) await settle.RunAsync(run.WorkspaceId, run.Id, ct);
    }

    /// <summary>How long a workspace keeps files: as it says, and as long as links to them can work.</summary>
    public static async Task<Duration> KeptAsync(AppDb db, WorkspaceId workspace, CancellationToken ct)
    {
        var days = await db.Workspaces.Where(w => w.Id == workspace).Select(w => w.KeepFilesDays).SingleAsync(ct) ?? WorkspaceRetention.UsualFileDays;
        return Duration.FromDays(Math.Max(days, (await DeliverySettingsRow.OfAsync(db, workspace, ct)).LinkDays));
    }

    /// <summary>The rows of a run's files.</summary>
    public static List<ArtifactRow> Rows(RunRow run, RunRender rendered, Duration kept, Clock clock)
    {
        var now = clock.Now;
        return [.. rendered.Report.Files.Select((f, i) => new ArtifactRow
        {
            WorkspaceId = run.WorkspaceId,
            Id = new ArtifactId(clock.NewId()),
            RunId = run.Id,
            Content = rendered.Contents?[i],
            Format = f.Format,
            FileName = f.FileName,
            MediaType = f.MediaType,
            Bytes = f.Bytes,
            Rows = f.Rows,
            Sha256 = f.Sha256,
            CreatedAt = now,
            ExpiresAt = now + kept,
        })];
    }

    /// <summary>Keeps nothing because of the schedule's condition; where that is wanted its recipients get a short note instead.</summary>
    public async Task SkipAsync(HeldRun held, RunRow run, RunPlan plan, RunRender rendered, string reason, CancellationToken ct)
    {
        var notes = plan.Note ? await fanOut.RunAsync(run, plan, rendered.Report, [], reason, ct) : new FannedOut([], []);
        if (notes.IsOk) await end.SkipAsync(held, run, rendered, reason, notes.Value.Deliveries, ct);
        else await end.FailAsync(held, run, notes.Problem.Summary, mayRetry: false, ct);
    }

    /// <summary>False when the attempt is no longer this node's, or somebody has cancelled it: nothing was saved then.</summary>
    private async Task<bool> SaveAsync(HeldRun held, RunRender rendered, List<ArtifactRow> artifacts, FannedOut fanned, CancellationToken ct)
    {
        var (rows, hash, version) = (rendered.Report.Rows, rendered.Report.ContentHash, rendered.TemplateVersion);
        var filters = Wire.Text((JsonObject)rendered.Report.Filters);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var mine = await db.Runs.Held(held).Where(r => !r.CancelRequested).ExecuteUpdateAsync(s => s
            .SetProperty(r => r.Status, RunState.Delivering).SetProperty(r => r.Node, (Guid?)null).SetProperty(r => r.Error, (string?)null)
            .SetProperty(r => r.FiltersJson, filters).SetProperty(r => r.Rows, rows).SetProperty(r => r.ContentHash, hash)
            .SetProperty(r => r.TemplateVersion, version), ct);
        if (mine != 1) return false;
        db.Artifacts.AddRange(artifacts);
        db.Deliveries.AddRange(fanned.Deliveries);
        db.DeliveryLinks.AddRange(fanned.Links);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        db.ChangeTracker.Clear();
        return true;
    }
}
