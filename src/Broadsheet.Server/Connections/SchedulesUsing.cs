namespace Broadsheet.Server.Connections;

/// <summary>
/// The names of the schedules that send over a connection, in order: because a destination names it, or because it is the default
/// and a destination names none. Schedules know connections, not the other way round.
/// </summary>
internal delegate Task<IReadOnlyList<string>> SchedulesUsing(ConnectionRow connection, CancellationToken ct);
