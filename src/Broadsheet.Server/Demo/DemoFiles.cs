
namespace Broadsheet.Server.Demo;

/// <summary>
/// The demo's database file: made at start where it is wanted and not of today, and again each day, so that "last week" always has
/// data. Readers never see half a file. Does nothing where there is no demo.
/// </summary>
internal sealed partial class DemoFiles(DemoSettings settings, DataFolder folder, Clock clock, ILogger<DemoFiles> log) : BackgroundService
{
    private static readonly TimeSpan Look = TimeSpan.FromMinutes(30);

    public string Path => System.IO.Path.Combine(folder.Demo, "qa.sqlite");

    private string Stamp => Path + ".day";

    /// <summary>Makes the file unless the one there is of today.</summary>
    public async Task EnsureAsync(CancellationToken ct)
    {
        if (!settings.Wanted) return;
        var today = clock.Now.InUtc().Date;
        var day = NodaTime.Text.LocalDatePattern.Iso.Format(today);
        if (File.Exists(Path) && File.Exists(Stamp) && await File.ReadAllTextAsync(Stamp, ct) == day) return;
        await Task.Run(() => DemoDatabase.CreateAsync(Path, today, ct), ct);
        await File.WriteAllTextAsync(Stamp, day, ct);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!settings.Wanted) return;
        using var timer = new PeriodicTimer(Look, clock.Time);
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
            await EnsureAsync(ct);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Failed(e.Message);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The demo's data could not be renewed: {Reason}")]
    private partial void Failed(string reason);
}

/// <summary>Whether this store has the demo.</summary>
internal sealed record DemoSettings(bool Wanted);
