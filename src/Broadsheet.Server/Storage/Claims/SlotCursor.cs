using NodaTime;

namespace Broadsheet.Server.Storage.Claims;

/// <summary>
/// A place in the order of due slots. A <see cref="DueWalk"/> goes on from it: the entries that a drain leaves behind at the front of the index
/// are dead, and stepping over them again for each batch halves the rate.
/// </summary>
internal readonly record struct SlotCursor(Instant At, Guid Id)
{
    public static SlotCursor Start { get; } = new(Instant.FromUnixTimeSeconds(0), Guid.Empty);
}
