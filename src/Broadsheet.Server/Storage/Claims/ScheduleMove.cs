using NodaTime;

namespace Broadsheet.Server.Storage.Claims;

/// <summary>A due schedule's next slot; null when it never fires again. <paramref name="Last"/> is the newest slot that got a run.</summary>
internal sealed record ScheduleMove(DueSchedule Schedule, Instant? Next, Instant? Last);
