using Microsoft.Data.Sqlite;
using NodaTime;

namespace Broadsheet.Server.Demo;

/// <summary>
/// The data that the demo's reports read: a year of an invented company's quality work up to a day, about 200,000 rows. The same
/// day gives the same file.
/// </summary>
internal static class DemoDatabase
{
    private const ulong Seed = 20_260_119;

    /// <summary>
    /// Writes the SQLite file at <paramref name="path"/>, replacing what is there; it appears whole or not at all.
    /// <paramref name="today"/> is the last day with data. Takes about a second.
    /// </summary>
    public static async Task CreateAsync(string path, LocalDate today, CancellationToken ct)
    {
        var temporary = path + ".new";
        File.Delete(temporary);
        try
        {
            await Task.Run(() => Write(temporary, today, ct), ct);
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private static void Write(string path, LocalDate today, CancellationToken ct)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, ForeignKeys = false }.ConnectionString);
        connection.Open();
        Execute(connection, "pragma journal_mode = off; pragma synchronous = off; pragma locking_mode = exclusive; begin;");
        Execute(connection, DemoSchema.Tables);
        Fill(connection, new DemoRandom(Seed), today, ct);
        Execute(connection, DemoSchema.Indexes);
        Execute(connection, "commit; analyze;");
    }

    private static void Fill(SqliteConnection connection, DemoRandom random, LocalDate today, CancellationToken ct)
    {
        using var projects = new DemoTable(connection, "projects", 6);
        using var releases = new DemoTable(connection, "releases", 4);
        using var runs = new DemoRuns(connection, random.Fork(1), today);
        using var defects = new DemoDefects(connection, random.Fork(2), today);
        using var compliance = new DemoCompliance(connection, random.Fork(3), today);
        foreach (var project in DemoWorld.Projects)
        {
            ct.ThrowIfCancellationRequested();
            var id = projects.Add(project.Name, project.Region, random.Pick(DemoWorld.People), today.PlusMonths(-random.Between(14, 60)), true);
            var shipped = Releases(random, today);
            foreach (var (on, version) in shipped) releases.Add(id, version, on);
            runs.Add(id, project, [.. shipped.Select(r => r.On)]);
            defects.Add(id, project, shipped);
        }

        foreach (var region in DemoWorld.Regions) compliance.Add(region);
    }

    /// <summary>Every three to five weeks, on a Tuesday.</summary>
    private static List<(LocalDate On, string Version)> Releases(DemoRandom random, LocalDate today)
    {
        var all = new List<(LocalDate, string)>();
        var day = today.PlusMonths(-12).Next(IsoDayOfWeek.Tuesday);
        for (var minor = 1; day <= today; minor++)
        {
            all.Add((day, $"{day.Year - 2020}.{minor}"));
            day = day.PlusWeeks(random.Between(3, 5));
        }

        return all;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
