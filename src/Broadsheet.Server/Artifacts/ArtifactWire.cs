using NodaTime;

namespace Broadsheet.Server.Artifacts;

/// <summary>A file of a run.</summary>
internal sealed record ArtifactWire(Guid Id, string Format, string FileName, string MediaType, long Bytes, long Rows, string Sha256, Instant ExpiresAt)
{
    public static ArtifactWire Of(ArtifactRow row) => new(row.Id.Value, row.Format, row.FileName, row.MediaType, row.Bytes, row.Rows, row.Sha256, row.ExpiresAt);
}
