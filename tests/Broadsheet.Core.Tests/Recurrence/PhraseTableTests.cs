using Broadsheet.Core.Recurrence;

namespace Broadsheet.Core.Tests.Recurrence;

/// <summary>
/// Phrases beyond the vectors, in <c>phrases.txt</c>, with what each must be read as on 2026-01-15 at noon in Warsaw:
/// <c>phrase => description | notes</c>, <c>phrase =! error [where]</c>, or <c>phrase =? question [where]{option}{option}</c>.
/// </summary>
public sealed class PhraseTableTests
{
    private const string Here = " (Europe/Warsaw)";
    private static readonly string[] s_signs = [" => ", " =! ", " =? "];
    private static readonly RecurrenceContext s_context = Some.Context("Europe/Warsaw", "2026-01-15T11:00:00Z");

    public static TheoryData<string> Rows => [.. Lines()];

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_phrase_is_read_as_the_table_says(string row)
    {
        var sign = s_signs.Single(row.Contains);
        var phrase = row[..row.IndexOf(sign, StringComparison.Ordinal)];
        Assert.Equal(row, Line(phrase, RecurrenceRule.Read(phrase, s_context)));
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void What_a_phrase_says_reads_back_and_so_does_each_option(string row)
    {
        var phrase = row[..row.IndexOf(s_signs.Single(row.Contains), StringComparison.Ordinal)];
        var reading = RecurrenceRule.Read(phrase, s_context);
        foreach (var text in reading.Options.Select(o => o.Description).Concat(reading.Rule is { } rule ? [rule.Describe()] : []))
        {
            var again = RecurrenceRule.Read(text, s_context);
            Assert.True(again.Rule is not null, $"{text}: {again.Error}");
            Assert.Equal((text, 0), (again.Rule.Describe(), again.Notes.Count));
        }
    }

    private static string Line(string phrase, PhraseReading reading)
    {
        if (reading.Rule is { } rule)
        {
            var notes = string.Join(' ', reading.Notes.Select(n => n.Code).Distinct().Order());
            return $"{phrase} => {rule.Describe().Replace(Here, "", StringComparison.Ordinal).Replace(", Europe/Warsaw)", ")", StringComparison.Ordinal)}{(notes.Length > 0 ? " | " + notes : "")}";
        }

        var (error, span) = (reading.Error!, reading.Error!.Span!.Value);
        var options = string.Concat(reading.Options.Select(o => $"{{{o.Text}}}"));
        return $"{phrase} {(reading.Status == PhraseStatus.Error ? "=!" : "=?")} {error.Code} [{phrase[span.Start..span.End]}]{(options.Length > 0 ? " " + options : "")}";
    }

    private static IEnumerable<string> Lines()
    {
        using var reader = new StreamReader(typeof(PhraseTableTests).Assembly.GetManifestResourceStream("phrases.txt")!);
        while (reader.ReadLine() is { } line)
            if (line.Length > 0) yield return line;
    }
}
