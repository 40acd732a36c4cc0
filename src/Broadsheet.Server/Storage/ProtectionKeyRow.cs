using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Server.Storage;

/// <summary>A key that protects secrets and sessions, shared by the nodes.</summary>
internal sealed class ProtectionKeyRow
{
    public required string Id { get; init; }
    public required string Xml { get; init; }

    public static void Map(ModelBuilder model) => model.Entity<ProtectionKeyRow>(e => e.ToTable("protection_keys").HasKey(r => r.Id));
}
