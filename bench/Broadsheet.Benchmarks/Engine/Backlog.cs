using System.Globalization;
using Broadsheet.Server.Composition;
using Broadsheet.Server.Storage.Claims;
using NodaTime;

namespace Broadsheet.Benchmarks.Engine;

/// <summary>What it costs to take eight runs, with few and with many waiting: it must be the same.</summary>
internal static class Backlog
{
    private const int Takes = 200;
    private const int Each = 8;

    public static async Task RunAsync(EngineOptions options)
    {
        Console.WriteLine("| queued | workspaces | a take of 8, median | p99 |\n|---|---|---|---|");
        await using var store = await SeededStore.CreateAsync(options.Due, options.Due);
        using var claims = StorageSetup.Claims(store.Connection);
        foreach (var queued in new[] { options.Due / 50, options.Due })
        {
            await store.RunAsync("delete from runs");
            await store.RunAsync(string.Create(CultureInfo.InvariantCulture, $"""
                insert into runs (workspace_id, id, schedule_id, schedule_name, template_id, report_type, trigger, scheduled_for, slot, status, attempt, owner_id, queued_at, not_before, exclusive)
                select s.workspace_id, gen_random_uuid(), s.id, s.name, s.template_id, 'quality', 'schedule', now(), now(), 'queued', 1, s.owner_id, now(), now(), true from report_schedules s limit {queued}
                """));
            var times = new List<double>();
            var turns = new Turns();
            for (var i = 0; i < Takes; i++)
            {
                await using var db = claims.Open();
                var begun = TimeProvider.System.GetTimestamp();
                await new WorkClaims(db).TakeRunsAsync(Guid.CreateVersion7(), Each, null, SystemClock.Instance.GetCurrentInstant(), turns, [], default);
                times.Add(TimeProvider.System.GetElapsedTime(begun).TotalMilliseconds);
            }

            times.Sort();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {queued:N0} | 20 | {times[Takes / 2]:0.0} ms | {times[Takes * 99 / 100]:0.0} ms |"));
        }
    }
}
