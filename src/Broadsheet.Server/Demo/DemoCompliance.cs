using Microsoft.Data.Sqlite;
using NodaTime;

namespace Broadsheet.Server.Demo;

/// <summary>
/// Controls of each region, assessed every week. A control passes or fails in stretches: once failed, it stays so until its
/// remediation, and APAC started the year behind the others.
/// </summary>
internal sealed class DemoCompliance(SqliteConnection connection, DemoRandom random, LocalDate today) : IDisposable
{
    private readonly DemoTable controls = new(connection, "controls", 7);
    private readonly DemoTable assessments = new(connection, "assessments", 8);
    private readonly LocalDate first = today.PlusMonths(-12);

    public int Rows => controls.Rows + assessments.Rows;

    public void Add(string region)
    {
        foreach (var ((framework, title), index) in DemoWorld.Controls.Select((c, i) => (c, i + 1)))
        {
            if (framework == "GDPR" && region == "APAC") continue;
            var id = controls.Add($"{region}-{index:00}", title, framework, region, random.Pick(DemoWorld.People), random.Between(1, 5));
            AddYear(id, region switch { "EU" => 0.02, "US" => 0.03, _ => 0.06 });
        }
    }

    public void Dispose()
    {
        controls.Dispose();
        assessments.Dispose();
    }

    private void AddYear(int control, double risk)
    {
        LocalDate? due = null;
        for (var day = first.Next(IsoDayOfWeek.Wednesday); day <= today; day = day.PlusWeeks(1))
        {
            var year = Period.DaysBetween(first, day) / 365.0;
            if (due is null && random.Chance(risk * (1.3 - (0.2 * year)))) due = day.PlusDays(random.Between(14, 60));
            else if (due < day && random.Chance(0.5)) due = null;
            var outcome = due is null ? (random.Chance(0.01) ? "waived" : "passed") : "failed";
            var score = outcome == "failed" ? 40 + (35 * random.Unit()) : 84 + (16 * random.Unit());
            assessments.Add(control, day, outcome, Math.Round(score, 2), random.Between(1, 12), random.Pick(DemoWorld.People), due);
        }
    }
}
