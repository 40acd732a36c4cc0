using Broadsheet.Core.Recurrence;

namespace Broadsheet.Core.Tests.Recurrence;

/// <summary>The examples of docs/when-does-it-run.md hold.</summary>
public sealed class GuideTests
{
    private static readonly RecurrenceContext s_context = Some.Context("Europe/Warsaw", "2026-01-15T11:00:00Z");

    [Fact]
    public void Every_reading_in_the_guide_is_the_one_given()
    {
        var rows = Rows().Where(r => r.Length == 2 && r[0].StartsWith('`') && !r[0].StartsWith("`{", StringComparison.Ordinal)).ToList();
        Assert.True(rows.Count >= 20, $"{rows.Count} rows");
        foreach (var row in rows)
        {
            var reading = RecurrenceRule.Read(row[0].Trim('`'), s_context);
            Assert.True(reading.Rule is not null, $"{row[0]}: {reading.Error}");
            Assert.Equal(row[1], reading.Rule.Describe());
        }
    }

    [Fact]
    public void Every_next_slot_in_the_guide_is_the_one_given()
    {
        var rows = Rows().Where(r => r.Length == 4 && r[0].StartsWith('`')).ToList();
        Assert.True(rows.Count >= 6, $"{rows.Count} rows");
        Assert.All(rows, row => Assert.Equal(row[3], Some.Next(Some.Cron(row[0].Trim('`'), row[1]), row[2], 1)[0]));
    }

    private static IEnumerable<string[]> Rows()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Broadsheet.slnx"))) folder = folder.Parent;
        return File.ReadLines(Path.Combine(folder!.FullName, "docs", "when-does-it-run.md"))
            .Where(line => line.StartsWith('|'))
            .Select(line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries));
    }
}
