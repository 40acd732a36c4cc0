using Broadsheet.Core;
using Broadsheet.Core.Access;
using Broadsheet.Core.Runs;
using Broadsheet.Server.Restores;
using Broadsheet.Server.Runs;
using Broadsheet.Server.Schedules;
using Broadsheet.Server.Storage;
using Broadsheet.Server.Storage.Claims;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Broadsheet.Server.Exports;

/// <summary>A run that this call started.</summary>
internal sealed record ProcessedRun(Guid RunId, Guid ScheduledExportId, Instant ScheduledFor, string Status);

/// <summary><paramref name="Remaining"/>: schedules of the workspace that are still due.</summary>
internal sealed record ProcessAnswer(IReadOnlyList<ProcessedRun> Processed, int Remaining);

/// <summary>
/// What is due now in the caller's workspace, for an outside cron or a serverless trigger. Safe to call twice and beside the
/// built-in worker: a slot has one run, whoever comes first.
/// </summary>
internal sealed class ProcessDue(AppDb db, Clock clock, FireDueSlots fire, WatchRestore watch, WorkBell bell)
{
    private const int MostWait = 60;
    private const int MostBatches = 20;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    /// <param name="wait">Seconds to wait for the runs to end, 0..60, as the query said; null for 0.</param>
    public async Task<Result<ProcessAnswer>> RunAsync(Actor actor, string? wait, CancellationToken ct)
    {
        if (actor.Refuse(Permission.ProcessDue) is { } refused) return refused;
        var seconds = 0;
        if (wait is not null && (!int.TryParse(wait, System.Globalization.CultureInfo.InvariantCulture, out seconds) || seconds is < 0 or > MostWait))
            return new Problem.Invalid("wait", "out-of-range", $"“wait” is a number of seconds from 0 to {MostWait}.");
        if (await watch.LookAsync(ct) is { } restored) return new Problem.Conflict("restored", restored.Notice);
        var runs = new List<(RunId Id, Guid Schedule, Instant Slot)>();
        using var walk = new DueWalk();
        for (var i = 0; i < MostBatches; i++)
        {
            var fired = await fire.BatchAsync(actor.Workspace, RunTrigger.Process, walk, null, ct);
            runs.AddRange(fired.Runs.Select(r => (r.Id, r.Schedule.Value, r.Slot)));
            if (fired.Read == 0) break;
        }

        bell(actor.Workspace);
        var ids = runs.ConvertAll(r => r.Id);
        var states = await StatesAsync(actor, ids, ct);
        for (var waited = clock.Time.GetTimestamp(); seconds > 0 && !states.Values.All(s => s.IsFinal()) && clock.Time.GetElapsedTime(waited).TotalSeconds < seconds;)
        {
            await Task.Delay(Look, clock.Time, ct);
            states = await StatesAsync(actor, ids, ct);
        }

        var now = await db.Dialect.NowAsync(db, clock, ct);
        var remaining = await db.Schedules.CountAsync(s => s.WorkspaceId == actor.Workspace && s.Enabled && s.NextRunAt <= now, ct);
        return new ProcessAnswer([.. runs.Select(r => new ProcessedRun(r.Id.Value, r.Schedule, r.Slot, RunWire.StatusOf(states[r.Id])))], remaining);
    }

    private async Task<Dictionary<RunId, RunState>> StatesAsync(Actor actor, List<RunId> ids, CancellationToken ct) =>
        await db.Runs.AsNoTracking().Where(r => r.WorkspaceId == actor.Workspace && ids.Contains(r.Id)).Select(r => new { r.Id, r.Status }).ToDictionaryAsync(r => r.Id, r => r.Status, ct);
}
