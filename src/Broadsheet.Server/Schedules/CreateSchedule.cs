using Broadsheet.Core;
using Broadsheet.Core.Access;
using Broadsheet.Core.Schedules;
using Broadsheet.Server.Audit;
using Broadsheet.Server.Storage;
using Broadsheet.Server.Workspaces;
using NodaTime;

namespace Broadsheet.Server.Schedules;

/// <summary>Saves a schedule, due from now on. Its owner is the caller.</summary>
internal sealed class CreateSchedule(AppDb db, Clock clock, CheckSchedule check, ReadSchedule read, AuditLog audit, ScheduleBell bell, ScheduleSaved saved)
{
    public async Task<Result<ScheduleWire>> RunAsync(Actor actor, Result<ScheduleBody> body, CancellationToken ct)
    {
        if (actor.Refuse(Permission.Schedule) is { } refused) return refused;
        if (!body.IsOk) return body.Problem;
        var valid = await check.RunAsync(actor, body.Value, [], ct);
        if (!valid.IsOk) return valid.Problem;
        var now = clock.Now;
        var row = New(actor, valid.Value, new ScheduleId(clock.NewId()), now);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await Quotas.RefuseScheduleAsync(db, actor.Workspace, ct) is { } full) return full;
        db.Schedules.Add(row);
        audit.Add(actor, "schedule.created", "schedule", row.Id, row.Name, null, ScheduleSnapshot.Of(row));
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        await saved(actor, row, ct);
        await bell.RingAsync(ct);
        return await read.RunAsync(actor, row.Id, ct);
    }

    /// <summary>What is wrong with a body; null when it could be saved.</summary>
    public async Task<Problem?> CheckAsync(Actor actor, ScheduleBody body, CancellationToken ct) =>
        actor.Refuse(Permission.Schedule) ?? (await check.RunAsync(actor, body, [], ct)).Problem;

    /// <summary>A row that is not saved yet.</summary>
    public static ScheduleRow New(Actor actor, CheckedSchedule valid, ScheduleId id, Instant now)
    {
        var row = new ScheduleRow
        {
            WorkspaceId = actor.Workspace,
            Id = id,
            Name = valid.Name,
            ScheduleType = "",
            ScheduleConfigJson = "{}",
            TemplateId = valid.Report.Row.Id,
            CreatedAt = now,
            UpdatedAt = now,
            FormatsJson = "[]",
            DestinationsJson = "[]",
            PolicyJson = "{}",
            OwnerId = actor.Person,
            TzdbVersion = DateTimeZoneProviders.Tzdb.VersionId,
        };
        ScheduleChange.Apply(row, valid, now);
        return row;
    }
}
