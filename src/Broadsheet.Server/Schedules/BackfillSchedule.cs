using System.Text.Json.Nodes;
using Broadsheet.Core;
using Broadsheet.Core.Access;
using Broadsheet.Core.Runs;
using Broadsheet.Core.Schedules;
using Broadsheet.Server.Audit;
using Broadsheet.Server.Runs;
using Broadsheet.Server.Storage;
using Broadsheet.Server.Storage.Claims;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Broadsheet.Server.Schedules;

/// <summary>The slots to fill, both ends included.</summary>
internal sealed record BackfillBody
{
    public required Instant From { get; init; }
    public required Instant To { get; init; }
}

/// <summary>How many slots lie in the range, and how many of them had no run and get one now.</summary>
internal sealed record BackfillAnswer(int Slots, int Queued);

/// <summary>A run for every past slot that has none. Each gives what its slot should have given.</summary>
internal sealed class BackfillSchedule(AppDb db, Clock clock, Recurrences recurrences, AuditLog audit, WorkBell bell)
{
    private const int Most = 1_000;

    public async Task<Result<BackfillAnswer>> RunAsync(Actor actor, ScheduleId id, Result<BackfillBody> body, CancellationToken ct)
    {
        if (actor.Refuse(Permission.See) is { } hidden) return hidden;
        var view = await ScheduleView.In(db, actor.Workspace).SingleOrDefaultAsync(v => v.Row.Id == id, ct);
        if (view is null) return new Problem.NotFound("schedule");
        if (ScheduleView.Refuse(actor, view.Row) is { } refused) return refused;
        if (!body.IsOk) return body.Problem;
        var (from, to) = (body.Value.From, body.Value.To);
        if (to < from) return new Problem.Invalid("to", "reversed", "“to” may not be before “from”.");
        if (to > clock.Now) return new Problem.Invalid("to", "in-the-future", "A backfill is for the past: “to” may not lie in the future.");
        var rule = recurrences.Stored(view.Row.ScheduleType, view.Row.ScheduleConfigJson, await recurrences.CalendarsAsync(actor.Workspace, ct));
        var slots = new List<Instant>();
        for (var slot = rule.Next(from - Duration.Epsilon); slot <= to; slot = rule.Next(slot.Value))
        {
            slots.Add(slot.Value);
            if (slots.Count > Most) return new Problem.Invalid("from", "too-many", $"More than {Most} slots lie in this range. Fill it in parts.");
        }

        return await InsertAsync(actor, view, slots, ct);
    }

    private async Task<Result<BackfillAnswer>> InsertAsync(Actor actor, ScheduleView view, List<Instant> slots, CancellationToken ct)
    {
        var row = view.Row;
        var exclusive = PolicyWire.Stored(row.PolicyJson).Overlap != OverlapPolicy.Allow;
        var runs = slots.ConvertAll(slot => new NewRun(row.WorkspaceId, row.Id, new RunId(clock.NewId()), slot, RunTrigger.Backfill)
        {
            Exclusive = exclusive, NotBefore = clock.Now, RequestedBy = actor.Person,
        });
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var claims = new ScheduleClaims(db);
        await claims.HoldAsync(row.WorkspaceId, row.Id, ct);
        var inserted = await claims.InsertAsync(runs, clock.Now, ct);
        audit.Add(actor, "schedule.backfilled", "schedule", row.Id, row.Name, null, new JsonObject { ["slots"] = slots.Count, ["queued"] = inserted.Count });
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        bell(actor.Workspace);
        return new BackfillAnswer(slots.Count, inserted.Count);
    }
}
