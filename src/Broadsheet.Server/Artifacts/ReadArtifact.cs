using Broadsheet.Core;
using Broadsheet.Core.Access;
using Broadsheet.Core.Runs;
using Broadsheet.Server.Audit;
using Broadsheet.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Server.Artifacts;

/// <summary>A file and its bytes, for its reader, until its time is over, whenever it is removed then: each reading is in the audit log.</summary>
internal sealed class ReadArtifact(AppDb db, Clock clock, IArtifactStore store, AuditLog audit)
{
    public async Task<Result<OpenArtifact>> RunAsync(Actor actor, ArtifactId id, CancellationToken ct)
    {
        if (actor.Refuse(Permission.See) is { } refused) return refused;
        var now = clock.Now;
        var row = await db.Artifacts.AsNoTracking().SingleOrDefaultAsync(a => a.WorkspaceId == actor.Workspace && a.Id == id && a.ExpiresAt > now, ct);
        if (row is null) return new Problem.NotFound("file");
        var report = await db.Runs.Where(r => r.WorkspaceId == actor.Workspace && r.Id == row.RunId).Select(r => r.ReportType).SingleAsync(ct);
        audit.Add(actor, new AuditEvent
        {
            Action = "artifact.read",
            ObjectType = "artifact",
            ObjectId = id,
            Name = row.FileName,
            Report = report,
            After = new() { ["run_id"] = row.RunId.ToString(), ["sha256"] = row.Sha256 },
        });
        await db.SaveChangesAsync(ct);
        try
        {
            return new OpenArtifact(row, await store.OpenAsync(row.WorkspaceId, row.BytesId, row.Bytes, ct));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return new Problem.NotFound("file any more: it has been removed from the store");
        }
    }
}

/// <summary>The caller disposes the bytes.</summary>
internal sealed record OpenArtifact(ArtifactRow Row, Stream Bytes);
