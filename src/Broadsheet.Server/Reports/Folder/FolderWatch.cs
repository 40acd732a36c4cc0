namespace Broadsheet.Server.Reports.Folder;

/// <summary>
/// Looks into the deployment's folders at start, when the system says that something in them changed, and every few seconds anyway:
/// network file systems say nothing.
/// </summary>
internal sealed partial class FolderWatch(IServiceScopeFactory scopes, ReportFolders folders, Clock clock, ILogger<FolderWatch> log) : BackgroundService
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(10);

    /// <summary>An editor or a checkout writes several files: one look afterwards sees them all.</summary>
    private static readonly TimeSpan Settle = TimeSpan.FromMilliseconds(200);

    private readonly SemaphoreSlim changed = new(0, 1);

    public override void Dispose()
    {
        changed.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (folders.All.Count == 0) return;
        var watchers = folders.All.Select(Watch).OfType<FileSystemWatcher>().ToList();
        try
        {
            while (true)
            {
                foreach (var folder in folders.All) await TryAsync(folder, stoppingToken);
                if (await changed.WaitAsync(Look, stoppingToken)) await Task.Delay(Settle, clock.Time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            return;
        }
        finally
        {
            foreach (var watcher in watchers) watcher.Dispose();
        }
    }

    private FileSystemWatcher? Watch(ReportFolder folder)
    {
        try
        {
            var watcher = new FileSystemWatcher(folder.Path) { IncludeSubdirectories = true };
            watcher.Changed += (_, _) => Ring();
            watcher.Created += (_, _) => Ring();
            watcher.Deleted += (_, _) => Ring();
            watcher.Renamed += (_, _) => Ring();
            watcher.EnableRaisingEvents = true;
            return watcher;
        }
        catch (Exception e) when (e is IOException or ArgumentException or UnauthorizedAccessException)
        {
            NotWatched(folder.Path, e.Message);
            return null;
        }
    }

    private void Ring()
    {
        try
        {
            if (changed.CurrentCount == 0) changed.Release();
        }
        catch (Exception e) when (e is SemaphoreFullException or ObjectDisposedException)
        {
            // Somebody rang at the same moment, or nobody listens any more.
            return;
        }
    }

    private async Task TryAsync(ReportFolder folder, CancellationToken ct)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            foreach (var file in await scope.ServiceProvider.GetRequiredService<LoadReports>().RunAsync(folder, ct)) NotTaken(file.File, folder.Path, file.Trouble!.Summary);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            NotRead(folder.Path, e.Message);
        }
    }

    [LoggerMessage(LogLevel.Warning, "{File} in {Folder} was not taken as a report: {Reason}")]
    private partial void NotTaken(string file, string folder, string reason);

    [LoggerMessage(LogLevel.Warning, "The reports folder {Folder} could not be read: {Reason}")]
    private partial void NotRead(string folder, string reason);

    [LoggerMessage(LogLevel.Information, "The reports folder {Folder} is looked into every few seconds only: {Reason}")]
    private partial void NotWatched(string folder, string reason);
}
