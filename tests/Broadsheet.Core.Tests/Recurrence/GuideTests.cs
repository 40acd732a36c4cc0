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
    public void Every_configuration_in_the_guide_is_read_as_said()
    {
        var rows = Rows().Where(r => r.Length == 3 && r[1].StartsWith("`{", StringComparison.Ordinal)).ToList();
        Assert.True(rows.Count >= 5, $"{rows.Count} rows");
        Assert.All(rows, row => Assert.Equal(row[2], Some.Rule(row[0].Trim('`'), row[1].Trim('`'), s_context).Describe()));
    }

    [Fact]
    public void Every_picture_in_the_guide_is_there_and_well_formed()
    {
        var folder = Path.GetDirectoryName(Guide())!;
        var pictures = File.ReadLines(Guide()).Where(line => line.StartsWith("![", StringComparison.Ordinal)).Select(line => line[(line.LastIndexOf('(') + 1)..^1]).ToList();
        Assert.True(pictures.Count >= 2, $"{pictures.Count} pictures");
        Assert.All(pictures, picture => Assert.Equal("svg", System.Xml.Linq.XDocument.Load(Path.Combine(folder, picture)).Root!.Name.LocalName));
    }

    [Fact]
    public void Every_next_slot_in_the_guide_is_the_one_given()
    {
        var rows = Rows().Where(r => r.Length == 4 && r[0].StartsWith('`')).ToList();
        Assert.True(rows.Count >= 6, $"{rows.Count} rows");
        Assert.All(rows, row => Assert.Equal(row[3], Some.Next(Some.Cron(row[0].Trim('`'), row[1]), row[2], 1)[0]));
    }

    private static string Guide()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Broadsheet.slnx"))) folder = folder.Parent;
        return Path.Combine(folder!.FullName, "docs", "when-does-it-run.md");
    }

    private static IEnumerable<string[]> Rows() => File.ReadLines(Guide())
        .Where(line => line.StartsWith('|'))
        .Select(line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries));
}
