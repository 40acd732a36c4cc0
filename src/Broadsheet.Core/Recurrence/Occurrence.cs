using NodaTime;

namespace Broadsheet.Core.Recurrence;

/// <summary>
/// One slot: the instant, which is its identity, and how the wall clock of the rule's zone shows it.
/// <paramref name="Note"/> says what daylight saving or a holiday did to it, null where nothing did.
/// </summary>
public sealed record Occurrence(Instant At, Offset Offset, string? Note)
{
    /// <summary>What the wall clock shows at <see cref="At"/>.</summary>
    public LocalDateTime Local => At.WithOffset(Offset).LocalDateTime;
}
