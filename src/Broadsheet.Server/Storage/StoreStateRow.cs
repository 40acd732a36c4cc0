using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Broadsheet.Server.Storage;

/// <summary>What the store knows about itself; one row.</summary>
internal sealed class StoreStateRow
{
    public const int Only = 1;

    public required int Id { get; init; }

    /// <summary>New after each restore that was confirmed: what nodes remember of the time before no longer counts.</summary>
    public required Guid Lineage { get; set; }

    /// <summary>Counts up while nodes run. Nodes keep the highest they have seen: a store that is behind it came from a backup.</summary>
    public required long Generation { get; set; }

    /// <summary>What the database is told by, when last opened; null where that cannot be told.</summary>
    public string? Place { get; set; }

    /// <summary>When it was found to be restored; null once somebody has confirmed it.</summary>
    public Instant? RestoredAt { get; set; }

    /// <summary>By what it was found, as a sentence.</summary>
    public string? RestoredWhy { get; set; }

    public static void Map(ModelBuilder model) => model.Entity<StoreStateRow>(e =>
    {
        e.ToTable("store_state").HasKey(r => r.Id);
        e.Property(r => r.Id).ValueGeneratedNever();
    });
}
