using Broadsheet.Core;
using Broadsheet.Core.Access;
using Broadsheet.Server.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Broadsheet.Server.Schedules;

/// <summary>The workspace at a glance.</summary>
internal sealed record SummaryWire
{
    public required int Active { get; init; }
    public required int Paused { get; init; }

    /// <summary>Active ones whose last run failed.</summary>
    public required int Failing { get; init; }

    /// <summary>Runs of the last 30 days that sent all they had to.</summary>
    public required int Succeeded { get; init; }

    /// <summary>Runs of the last 30 days that failed, wholly or for some recipients.</summary>
    public required int Failed { get; init; }

    /// <summary>What runs next; null where nothing is due ever again.</summary>
    public required NextRunWire? Next { get; init; }

    /// <summary>The slots of the next 24 hours, by quarters of an hour that have any.</summary>
    public required IReadOnlyList<ComingWire> Coming { get; init; }
}

internal sealed record NextRunWire(Guid ScheduleId, string Name, Instant At);

/// <summary>How many slots lie in the quarter of an hour from <paramref name="At"/>, and one of the schedules.</summary>
internal sealed record ComingWire(Instant At, int Count, string Name);

/// <summary>Counts schedules and runs, and looks a day ahead.</summary>
internal sealed class SummarizeSchedules(AppDb db, Clock clock, Recurrences recurrences)
{
    private static readonly Duration Ahead = Duration.FromHours(24);
    private static readonly Duration Back = Duration.FromDays(30);
    private static readonly Duration Quarter = Duration.FromMinutes(15);

    /// <summary>Beyond so many schedules due within the day, only the next slot of each is shown.</summary>
    private const int MostUnfolded = 200;

    public async Task<Result<SummaryWire>> RunAsync(Actor actor, CancellationToken ct)
    {
        if (actor.Refuse(Permission.See) is { } refused) return refused;
        var now = clock.Now;
        var schedules = db.Schedules.AsNoTracking().Where(s => s.WorkspaceId == actor.Workspace);
        var counts = await schedules.GroupBy(s => new { s.Enabled, Failing = s.LastStatus == "failed" || s.LastStatus == "partially_failed" })
            .Select(g => new { g.Key.Enabled, g.Key.Failing, Count = g.Count() }).ToListAsync(ct);
        var runs = await db.EndedRunsAsync(actor.Workspace, now - Back, ct);
        var soon = schedules.Where(s => s.Enabled && s.NextRunAt < now + Ahead);
        var due = await soon.OrderBy(s => s.NextRunAt).ThenBy(s => s.Id).Select(s => new NextRunWire(s.Id.Value, s.Name, s.NextRunAt)).ToListAsync(ct);
        var next = due.FirstOrDefault()
            ?? await schedules.Where(s => s.Enabled && s.NextRunAt < ScheduleRow.Never).OrderBy(s => s.NextRunAt).Select(s => new NextRunWire(s.Id.Value, s.Name, s.NextRunAt)).FirstOrDefaultAsync(ct);
        return new SummaryWire
        {
            Active = counts.Where(c => c.Enabled).Sum(c => c.Count),
            Paused = counts.Where(c => !c.Enabled).Sum(c => c.Count),
            Failing = counts.Where(c => c.Enabled && c.Failing).Sum(c => c.Count),
            Succeeded = runs.Succeeded,
            Failed = runs.Failed,
            Next = next,
            Coming = Quarters(due.Count <= MostUnfolded ? await UnfoldedAsync(actor, soon, now, ct) : due.Select(s => (s.At, s.Name))),
        };
    }

    /// <summary>Every slot of a day ahead. Recurrences are read only where there are few: a workspace of thousands asks for this on every page.</summary>
    private async Task<IEnumerable<(Instant At, string Name)>> UnfoldedAsync(Actor actor, IQueryable<ScheduleRow> soon, Instant now, CancellationToken ct)
    {
        var rows = await soon.OrderBy(s => s.NextRunAt).ThenBy(s => s.Id).Select(s => new { s.Name, s.ScheduleType, s.ScheduleConfigJson }).ToListAsync(ct);
        var calendars = await recurrences.CalendarsAsync(actor.Workspace, ct);
        return rows.SelectMany(s => recurrences.Stored(s.ScheduleType, s.ScheduleConfigJson, calendars).Occurrences(now).Select(o => o.At).TakeWhile(at => at < now + Ahead).Select(at => (at, s.Name)));
    }

    private static List<ComingWire> Quarters(IEnumerable<(Instant At, string Name)> slots)
    {
        var quarter = Quarter.BclCompatibleTicks;
        return [.. slots.GroupBy(s => s.At.ToUnixTimeTicks() / quarter).OrderBy(g => g.Key)
            .Select(g => new ComingWire(Instant.FromUnixTimeTicks(g.Key * quarter), g.Count(), g.First().Name))];
    }
}
