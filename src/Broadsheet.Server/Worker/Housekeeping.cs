using Broadsheet.Core.Workspaces;
using Broadsheet.Server.Audit;
using Broadsheet.Server.People;
using Broadsheet.Server.Runs;
using Broadsheet.Server.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Broadsheet.Server.Worker;

/// <summary>Keeps what each workspace wants kept and no more: runs and audit entries past their days, sessions and invitations past theirs.</summary>
internal sealed partial class Housekeeping(IServiceScopeFactory scopes, Clock clock, ILogger<Housekeeping> log) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(10);

    /// <summary>One round over all workspaces.</summary>
    public async Task RoundAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDb>();
        var now = clock.Now;
        var workspaces = await db.Workspaces.AsNoTracking().OrderBy(w => w.Id).Select(w => new { w.Id, w.KeepRunsDays, w.KeepAuditDays }).ToListAsync(ct);
        foreach (var workspace in workspaces)
        {
            if (workspace.KeepRunsDays is { } runs) await RepeatAsync(workspace.Id, now - Duration.FromDays(runs), scope.ServiceProvider.GetRequiredService<RemoveOldRuns>().RunAsync, ct);
            if (workspace.KeepAuditDays is { } audit) await RepeatAsync(workspace.Id, now - Duration.FromDays(audit), scope.ServiceProvider.GetRequiredService<TrimAudit>().RunAsync, ct);
        }

        await scope.ServiceProvider.GetRequiredService<ForgetExpired>().RunAsync(now, ct);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, clock.Time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await TryAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            return;
        }
    }

    private async Task TryAsync(CancellationToken ct)
    {
        try
        {
            await RoundAsync(ct);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Trouble(e);
        }
    }

    private static async Task RepeatAsync(WorkspaceId workspace, Instant before, Func<WorkspaceId, Instant, CancellationToken, Task<int>> batch, CancellationToken ct)
    {
        while (await batch(workspace, before, ct) > 0) ct.ThrowIfCancellationRequested();
    }

    [LoggerMessage(LogLevel.Error, "Housekeeping failed; trying again later")]
    private partial void Trouble(Exception exception);
}
