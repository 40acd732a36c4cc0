using Broadsheet.Core;
using Broadsheet.Core.Workspaces;
using Broadsheet.Server.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Broadsheet.Server.Workspaces;

/// <summary>Says no, and why, where a workspace would outgrow what its operator gave it.</summary>
internal static class Quotas
{
    private const int Slots = 100;

    /// <summary>
    /// Null when one schedule more has room. Where there is a limit, holds the workspace's row until the caller's transaction ends, so that
    /// counting and adding is one step.
    /// </summary>
    public static async Task<Problem?> RefuseScheduleAsync(AppDb db, WorkspaceId workspace, CancellationToken ct)
    {
        var most = await db.Workspaces.Where(w => w.Id == workspace).Select(w => w.MaxSchedules).SingleAsync(ct);
        if (most is not { } limit) return null;
        await db.Workspaces.Where(w => w.Id == workspace).ExecuteUpdateAsync(s => s.SetProperty(w => w.Slug, w => w.Slug), ct);
        return await db.Schedules.CountAsync(s => s.WorkspaceId == workspace, ct) < limit ? null
            : new Problem.Conflict("quota-schedules", $"This workspace may have {limit} schedules and has them. Delete one, or ask an operator of the server for more.");
    }

    /// <summary>Null when the first hundred slots from <paramref name="now"/> are far enough apart.</summary>
    /// <param name="next">The slot after an instant; null when none follows.</param>
    public static async Task<FieldError?> RefuseIntervalAsync(AppDb db, WorkspaceId workspace, Func<Instant, Instant?> next, Instant now, CancellationToken ct)
    {
        var least = await db.Workspaces.Where(w => w.Id == workspace).Select(w => w.MinIntervalSeconds).SingleAsync(ct);
        if (least is not { } seconds) return null;
        var slot = next(now);
        for (var i = 0; i < Slots && slot is { } at && next(at) is { } after; i++, slot = after)
        {
            if (after - at >= Duration.FromSeconds(seconds)) continue;
            var limit = WorkspaceLimits.Of(new WorkspaceRow { Id = workspace, Slug = "", Name = "", Timezone = "", WeekStart = 1, CreatedAt = now, UpdatedAt = now, MinIntervalSeconds = seconds }).MinInterval;
            return new("schedule_config", "interval-too-short", $"Two of its slots ({at} and {after}) are nearer than {limit}, the least in this workspace. Take a slower recurrence, or ask an operator of the server.");
        }

        return null;
    }

    /// <summary>Null when <paramref name="bytes"/> more of files have room.</summary>
    public static async Task<string?> RefuseStorageAsync(AppDb db, WorkspaceId workspace, long bytes, CancellationToken ct)
    {
        var most = await db.Workspaces.Where(w => w.Id == workspace).Select(w => w.MaxStorageBytes).SingleAsync(ct);
        if (most is not { } limit) return null;
        var used = await db.Artifacts.Where(a => a.WorkspaceId == workspace).SumAsync(a => a.Bytes, ct);
        return used + bytes <= limit ? null
            : $"The workspace may keep {limit:N0} bytes of files: {used:N0} are kept and this run made {bytes:N0}. Keep files for fewer days, or ask an operator of the server for more.";
    }
}
