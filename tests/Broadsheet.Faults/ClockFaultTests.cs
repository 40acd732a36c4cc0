using Broadsheet.Faults.Parts;
using Broadsheet.Testing;
using Xunit;

namespace Broadsheet.Faults;

/// <summary>A machine's clock that jumps, while nothing may run twice, early or never.</summary>
public sealed class ClockFaultTests
{
    private const string Library = "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_clock_that_jumps_days_ahead_and_back_beside_a_shared_store_makes_nothing_early_late_or_twice()
    {
        Assert.SkipUnless(File.Exists(Library), "libfaketime is not installed here (apt install faketime).");
        await using var world = await World.OnPostgresAsync(1);
        using var folder = new TempFolder();
        var jumper = await world.Start(null, null, Jumping(folder, "+0")).ServingAsync(Ct);
        await world.DueAsync(await world.PlanAsync(4, pause: 0.05));
        foreach (var jump in new[] { "+3d", "-3d", "+0" })
        {
            var before = world.Hooks.Posts.Count + world.Mail.Mails.Count;
            await File.WriteAllTextAsync(folder.File("time"), jump, Ct);
            await SeenAsync(jumper, jump);
            await world.DueAsync(await world.PlanAsync(3, pause: 0.05));
            await Eventually.HoldsAsync("work goes on.", World.Patience, () => world.Hooks.Posts.Count + world.Mail.Mails.Count > before + 3, () => world.Logs, Ct);
        }

        await world.JudgeAsync();
        Assert.Equal(0, await world.Store.CountAsync("select count(*) from deliveries where next_attempt_at > now() + interval '1 hour' or next_attempt_at < now() - interval '1 day'"));
    }

    [Fact]
    public async Task A_clock_set_back_on_the_only_server_runs_no_slot_again()
    {
        Assert.SkipUnless(File.Exists(Library), "libfaketime is not installed here (apt install faketime).");
        using var folder = new TempFolder();
        await using var world = await World.EmptyAsync(null);
        var server = await world.Start(null, null, Jumping(folder, "+0")).ServingAsync(Ct);
        await world.GiveReportAsync();
        await world.DueAsync(await world.PlanAsync(3, pause: 0.05));
        await world.WantAsync(200, "POST", "/api/scheduled-exports/process");
        await Eventually.HoldsAsync("work is in hand.", World.Patience, () => world.Hooks.Posts.Count + world.Mail.Mails.Count > 3, () => world.Logs, Ct);
        await File.WriteAllTextAsync(folder.File("time"), "-20m", Ct);
        await SeenAsync(server, "-20m");
        await File.WriteAllTextAsync(folder.File("time"), "+0", Ct);
        await SeenAsync(server, "+0");
        await world.JudgeAsync();
    }

    private static (string, string?)[] Jumping(TempFolder folder, string now)
    {
        File.WriteAllText(folder.File("time"), now);
        return
        [
            ("LD_PRELOAD", Library), ("FAKETIME_TIMESTAMP_FILE", folder.File("time")), ("FAKETIME_CACHE_DURATION", "1"),
            ("FAKETIME_DONT_FAKE_MONOTONIC", "1"), ("FAKETIME_FORCE_MONOTONIC_FIX", "0"),
        ];
    }

    /// <summary>Until the process lives in that time: the Date of its answers says so.</summary>
    private static Task SeenAsync(ServerProcess server, string jump) => Eventually.HoldsAsync($"its clock says {jump}.", ServerProcess.Patience, async () =>
    {
        if (await server.DateAsync(Ct) is not { } date) return false;
        var ahead = date - TimeProvider.System.GetUtcNow();
        var (low, high) = jump switch { "+3d" => (71, 73), "-3d" => (-73, -71), "-20m" => (-0.4, -0.3), _ => (-0.1, 0.1) };
        return ahead.TotalHours > low && ahead.TotalHours < high;
    }, () => server.Log, Ct);
}
