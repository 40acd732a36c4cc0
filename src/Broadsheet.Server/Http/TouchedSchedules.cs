using Broadsheet.Core.Access;
using NodaTime;

namespace Broadsheet.Server.Http;

/// <summary>A schedule that depends on something.</summary>
internal sealed record TouchedScheduleWire(Guid Id, string Name, string ReportType, string Owner, bool Enabled, Instant? NextRunAt);

/// <summary>
/// The schedules that depend on a thing, as <c>GET /api/v1/impact</c> answers them: what was changed says whom that touches. Schedules know
/// reports, sources and connections, not the other way round.
/// </summary>
internal delegate Task<IReadOnlyList<TouchedScheduleWire>> TouchedSchedules(Actor actor, string kind, Guid id, CancellationToken ct);
