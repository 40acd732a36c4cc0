using Microsoft.Data.Sqlite;
using NodaTime;

namespace Broadsheet.Server.Demo;

/// <summary>
/// Suites and their runs. A suite runs every night and twice more on a working day; failures follow the project's trend,
/// rise after a release, and come in streaks where a case is really broken. A few cases are flaky: they fail, then pass.
/// </summary>
internal sealed class DemoRuns(SqliteConnection connection, DemoRandom random, LocalDate today) : IDisposable
{
    private const int KeptDays = 120;
    private readonly DemoTable suites = new(connection, "suites", 5);
    private readonly DemoTable cases = new(connection, "test_cases", 6);
    private readonly DemoTable runs = new(connection, "test_runs", 13);
    private readonly DemoTable results = new(connection, "test_results", 7);
    private readonly LocalDate first = today.PlusMonths(-12);

    public int Rows => suites.Rows + cases.Rows + runs.Rows + results.Rows;

    /// <summary>All suites of one project, a year of runs each.</summary>
    public void Add(int projectId, (string Name, string Region, double Trend) project, IReadOnlyList<LocalDate> releases)
    {
        foreach (var suite in DemoWorld.Suites)
        {
            var suiteId = suites.Add(projectId, suite.Name, suite.Kind, random.Pick(DemoWorld.Teams));
            var known = Enumerable.Range(1, suite.Cases).Select(n => AddCase(suiteId, n, suite.Kind)).ToArray();
            for (var day = first; day <= today; day = day.PlusDays(1))
            {
                var risk = suite.Fails * Drift(project.Trend, day) * AfterRelease(releases, day);
                var weekend = day.DayOfWeek is IsoDayOfWeek.Saturday or IsoDayOfWeek.Sunday;
                AddRun(suiteId, project, suite, known, day, "nightly", 2, risk);
                if (weekend) continue;
                AddRun(suiteId, project, suite, known, day, "merge", 10, risk);
                AddRun(suiteId, project, suite, known, day, "merge", 15, risk * 1.2);
            }
        }
    }

    public void Dispose()
    {
        suites.Dispose();
        cases.Dispose();
        runs.Dispose();
        results.Dispose();
    }

    private double Drift(double trend, LocalDate day) =>
        1 + ((trend - 1) * Period.DaysBetween(first, day) / Period.DaysBetween(first, today));

    private static double AfterRelease(IReadOnlyList<LocalDate> releases, LocalDate day)
    {
        foreach (var release in releases)
        {
            var since = Period.DaysBetween(release, day);
            if (since is >= 0 and < 8) return 2.6 - (0.2 * since);
        }

        return 1;
    }

    private DemoCase AddCase(int suiteId, int number, string kind)
    {
        var flaky = random.Chance(kind is "ui" ? 0.07 : kind is "unit" ? 0.005 : 0.025) ? 0.04 + (0.3 * random.Unit() * random.Unit()) : 0;
        var name = $"{random.Pick(DemoWorld.Verbs)} {random.Pick(DemoWorld.Things)} ({number})";
        var id = cases.Add(suiteId, name, random.Pick(DemoWorld.People), first.PlusDays(-random.Between(20, 900)), flaky > 0.2);
        return new(id, flaky, random.Between(20, kind is "ui" ? 42_000 : kind is "performance" ? 160_000 : 6_000));
    }

    private void AddRun(
        int suiteId, (string Name, string Region, double Trend) project, (string Name, string Kind, int Cases, double Fails, double Seconds) suite,
        DemoCase[] known, LocalDate day, string cause, int hour, double risk)
    {
        var started = day.At(new LocalTime(hour, random.Between(0, 59), random.Between(0, 59))).InUtc().ToInstant();
        var build = $"{day.Year % 100}.{day.Month}.{day.Day}.{hour}";
        var seconds = Math.Round(suite.Seconds * (0.85 + (0.3 * random.Unit())), 1);
        if (cause == "nightly" && Period.DaysBetween(day, today) < KeptDays)
        {
            var id = runs.Rows + 1;
            int passed = 0, failed = 0, skipped = 0;
            foreach (var test in known)
            {
                var outcome = test.Next(random, risk);
                if (outcome is "failed") failed++;
                else if (outcome is "skipped") skipped++;
                else passed++;
                var attempts = outcome switch { "flaky" => 2, "failed" => 3, "skipped" => 0, _ => 1 };
                var took = outcome is "skipped" ? 0 : (int)(test.Milliseconds * (0.8 + (0.4 * random.Unit())) * attempts);
                results.Add(id, test.Id, day, outcome, attempts, took);
            }

            runs.Add(suiteId, project.Region, project.Name, suite.Name, day, started, build, cause, passed, failed, skipped, seconds);
            return;
        }

        var broken = random.Count(suite.Cases, Math.Min(0.4, risk * 2.2));
        var left = random.Count(suite.Cases - broken, 0.015);
        runs.Add(suiteId, project.Region, project.Name, suite.Name, day, started, build, cause, suite.Cases - broken - left, broken, left, seconds);
    }
}
