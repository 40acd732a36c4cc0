using Microsoft.Data.Sqlite;
using NodaTime;

namespace Broadsheet.Server.Demo;

/// <summary>
/// Defects: more after a release, few at weekends. Each closes by its severity's half-life, on a working day; some are forgotten
/// and age, some come back.
/// </summary>
internal sealed class DemoDefects(SqliteConnection connection, DemoRandom random, LocalDate today) : IDisposable
{
    private readonly DemoTable defects = new(connection, "defects", 13);
    private readonly LocalDate first = today.PlusMonths(-12);

    public int Rows => defects.Rows;

    public void Add(int projectId, (string Name, string Region, double Trend) project, IReadOnlyList<(LocalDate On, string Version)> releases)
    {
        var number = 100;
        for (var day = first; day <= today; day = day.PlusDays(1))
        {
            var version = releases.Where(r => r.On <= day).Select(r => r.Version).LastOrDefault("1.0");
            var fresh = releases.Any(r => Period.DaysBetween(r.On, day) is >= 0 and < 6);
            var rate = (day.DayOfWeek >= IsoDayOfWeek.Saturday ? 0.15 : 0.7) * (fresh ? 2.2 : 1) * (0.6 + (0.4 * project.Trend));
            for (var left = rate; left > 0; left--)
            {
                if (random.Chance(left)) AddOne(projectId, project.Name, ++number, version, day);
            }
        }
    }

    public void Dispose() => defects.Dispose();

    private void AddOne(int projectId, string project, int number, string version, LocalDate opened)
    {
        var (severity, halfLife) = Severity();
        var forgotten = random.Chance(0.05);
        var days = forgotten ? 900 : (int)Math.Ceiling(-halfLife * Math.Log2(1 - random.Unit()));
        var closed = Workday(opened.PlusDays(days));
        var open = closed > today;
        var status = !open ? "closed" : Period.DaysBetween(opened, today) < 3 ? "new" : random.Chance(0.55) ? "in progress" : "accepted";
        var assignee = status is "new" || (forgotten && random.Chance(0.6)) ? null : random.Pick(DemoWorld.People);
        var area = random.Pick(DemoWorld.Areas);
        var title = $"{area} {random.Pick(DemoWorld.Faults)} {random.Pick(DemoWorld.Things)}";
        var cost = Math.Round((severity switch { "critical" => 4_200, "major" => 1_500, "minor" => 380, _ => 90 }) * (0.4 + (1.6 * random.Unit())), 2);
        defects.Add(
            projectId, $"{project[..3].ToUpperInvariant()}-{number}", title, severity, status, area, assignee, version, opened,
            open ? null : closed, random.Chance(0.07), cost);
    }

    private (string Name, double HalfLife) Severity()
    {
        var at = random.Unit();
        foreach (var (name, share, halfLife) in DemoWorld.Severities)
        {
            at -= share;
            if (at < 0) return (name, halfLife);
        }

        return (DemoWorld.Severities[^1].Name, DemoWorld.Severities[^1].HalfLife);
    }

    private static LocalDate Workday(LocalDate day) => day.DayOfWeek switch
    {
        IsoDayOfWeek.Saturday => day.PlusDays(2),
        IsoDayOfWeek.Sunday => day.PlusDays(1),
        _ => day,
    };
}
