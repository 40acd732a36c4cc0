using Broadsheet.Server.Storage;

namespace Broadsheet.Server.Schedules;

/// <summary>Says that schedules have changed: in this process at once, on other nodes by a notification of the database they share.</summary>
internal sealed class ScheduleBell(AppDb db, Action ring)
{
    public const string Channel = "broadsheet_schedules";

    public async Task RingAsync(CancellationToken ct)
    {
        ring();
        if (db is PostgresDb) await db.ExecuteAsync($"notify {Channel}", ct);
    }
}
