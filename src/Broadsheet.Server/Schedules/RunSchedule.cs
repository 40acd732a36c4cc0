using System.Text.Json.Nodes;
using Broadsheet.Core;
using Broadsheet.Core.Access;
using Broadsheet.Core.Runs;
using Broadsheet.Core.Schedules;
using Broadsheet.Server.Audit;
using Broadsheet.Server.Deliveries;
using Broadsheet.Server.Runs;
using Broadsheet.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Server.Schedules;

/// <summary>Runs by hand: of a schedule, or of one that is not saved, as a test for the caller alone. They hold no slot.</summary>
internal sealed class RunSchedule(AppDb db, Clock clock, Recurrences recurrences, CheckSchedule check, AuditLog audit, WorkBell bell)
{
    public async Task<Result<StartedRun>> NowAsync(Actor actor, ScheduleId id, CancellationToken ct)
    {
        if (actor.Refuse(Permission.See) is { } hidden) return hidden;
        var view = await ScheduleView.In(db, actor.Workspace).SingleOrDefaultAsync(v => v.Row.Id == id, ct);
        if (view is null) return new Problem.NotFound("schedule");
        if (ScheduleView.Refuse(actor, view.Row) is { } refused) return refused;
        var rule = recurrences.Stored(view.Row.ScheduleType, view.Row.ScheduleConfigJson, await recurrences.CalendarsAsync(actor.Workspace, ct));
        var run = New(actor, view.Row, view.ReportType, PlanRun.Of(view.Row, rule.Zone.Id), RunTrigger.Manual, clock);
        return await QueueAsync(actor, run, "schedule.run", ct);
    }

    /// <summary>A body as for creating; saves no schedule.</summary>
    public async Task<Result<StartedRun>> TestAsync(Actor actor, Result<ScheduleBody> body, CancellationToken ct)
    {
        if (actor.Refuse(Permission.Schedule) is { } refused) return refused;
        if (!body.IsOk) return body.Problem;
        var valid = await check.RunAsync(actor, body.Value, null, ct);
        if (!valid.IsOk) return valid.Problem;
        var address = await db.People.Where(p => p.Id == actor.Person).Select(p => p.Email).SingleAsync(ct);
        var row = CreateSchedule.New(actor, valid.Value, new ScheduleId(clock.NewId()), clock.Now);
        var plan = PlanRun.Of(row, valid.Value.Rule.Zone.Id) with { Destinations = ToCaller(valid.Value.Destinations, address) };
        return await QueueAsync(actor, New(actor, row, valid.Value.Report.Row.ReportType, plan, RunTrigger.Test, clock), "schedule.tested", ct);
    }

    /// <summary>Mail stays mail, to the caller; everything else lands in the caller's inbox.</summary>
    private static List<JsonObject> ToCaller(IReadOnlyList<JsonObject> destinations, string address)
    {
        var own = destinations.Where(d => d["type"]!.GetValue<string>() == "email").Take(1).Select(d =>
        {
            var mail = d.DeepClone().AsObject();
            mail["to"] = new JsonArray(address);
            mail.Remove("cc");
            return mail;
        }).ToList();
        if (own.Count == 0) own.Add(new JsonObject { ["type"] = InboxChannel.Name });
        return own;
    }

    /// <summary>A run that is not saved yet.</summary>
    public static RunRow New(Actor actor, ScheduleRow schedule, string reportType, RunPlan plan, RunTrigger trigger, Clock clock)
    {
        var now = clock.Now;
        return new RunRow
        {
            WorkspaceId = actor.Workspace,
            Id = new RunId(clock.NewId()),
            ScheduleId = trigger == RunTrigger.Test ? null : schedule.Id,
            ScheduleName = schedule.Name,
            TemplateId = schedule.TemplateId,
            ReportType = reportType,
            Trigger = trigger,
            ScheduledFor = now,
            Status = RunState.Queued,
            OwnerId = trigger == RunTrigger.Test ? actor.Person : schedule.OwnerId,
            RequestedBy = actor.Person,
            QueuedAt = now,
            NotBefore = now,
            PlanJson = plan.ToJson(),
        };
    }

    private async Task<Result<StartedRun>> QueueAsync(Actor actor, RunRow run, string action, CancellationToken ct)
    {
        db.Runs.Add(run);
        audit.Add(actor, action, "run", run.Id, run.ScheduleName);
        await db.SaveChangesAsync(ct);
        bell(actor.Workspace);
        return new StartedRun(run.Id.Value, "queued");
    }
}
