using System.Text.Json.Nodes;
using Broadsheet.Core.Runs;
using Broadsheet.Server.Artifacts;
using Broadsheet.Server.Audit;
using Broadsheet.Server.Deliveries;
using Broadsheet.Server.Http;
using Broadsheet.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Server.Recipients;

/// <summary>A link that exists, and what it opens.</summary>
internal sealed record OpenedLink(DeliveryLinkRow Row, DeliveryRow Delivery, string Subject, IReadOnlyList<ArtifactRow> Files, bool Expired);

/// <summary>From a link's token to the files of its delivery, and nothing else of the workspace. Each reading of a file is in the audit log.</summary>
internal sealed class OpenLink(AppDb db, Clock clock, IArtifactStore store, AuditLog audit)
{
    public async Task<OpenedLink?> FindAsync(string token, CancellationToken ct)
    {
        var hash = RecipientLinks.Sha256(token);
        if (await db.DeliveryLinks.AsNoTracking().SingleOrDefaultAsync(l => l.TokenSha256 == hash, ct) is not { } row) return null;
        var delivery = await db.Deliveries.AsNoTracking().SingleAsync(d => d.WorkspaceId == row.WorkspaceId && d.Id == row.DeliveryId, ct);
        var message = Wire.Object(delivery.MessageJson);
        var named = message["facts"]!["files"]!.AsArray().Select(f => f!["id"]!.GetValue<string>()).ToHashSet();
        var now = clock.Now;
        var kept = await db.Artifacts.AsNoTracking().Where(a => a.WorkspaceId == row.WorkspaceId && a.RunId == delivery.RunId && a.ExpiresAt > now).OrderBy(a => a.Id).ToListAsync(ct);
        return new(row, delivery, message["subject"]!.GetValue<string>(), kept.FindAll(a => named.Contains(a.Id.ToString())), row.ExpiresAt <= now);
    }

    /// <summary>Null where the link does not open this file, or it is gone.</summary>
    /// <param name="from">The network address, for the audit log.</param>
    public async Task<OpenArtifact?> FileAsync(OpenedLink link, ArtifactId id, string from, CancellationToken ct)
    {
        if (link.Files.FirstOrDefault(f => f.Id == id) is not { } file) return null;
        var reader = ChooseAsRecipient.Reader(new(file.WorkspaceId, default, link.Delivery.Recipient), from);
        audit.Add(reader, new AuditEvent
        {
            Action = "artifact.read_by_link",
            ObjectType = "artifact",
            ObjectId = id,
            Name = file.FileName,
            Report = await db.Runs.Where(r => r.WorkspaceId == file.WorkspaceId && r.Id == file.RunId).Select(r => r.ReportType).SingleAsync(ct),
            After = new JsonObject { ["run_id"] = file.RunId.ToString(), ["delivery_id"] = link.Delivery.Id.ToString(), ["sha256"] = file.Sha256 },
        });
        await db.SaveChangesAsync(ct);
        try
        {
            return new OpenArtifact(file, await store.OpenAsync(file.WorkspaceId, file.BytesId, file.Bytes, ct));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }
}
