using System.Globalization;
using System.Text.RegularExpressions;
using Broadsheet.Core.Recurrence;

namespace Broadsheet.Core.Tests.Recurrence;

/// <summary>The parser against the grammar as one regular expression: a text is read exactly where the grammar has it.</summary>
public sealed class CronGrammarTests
{
    private const string Months = "JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC";
    private const string Days = "SUN|MON|TUE|WED|THU|FRI|SAT";

    private static readonly Regex s_grammar = new($"^{Grammar()}$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);

    private static readonly string[] s_items =
    [
        "*", "?", "0", "1", "7", "12", "13", "23", "24", "31", "32", "59", "60", "0009", "00009", "MON", "sun", "FRI", "jan", "DEC", "Sep", "MO", "MOND", "L", "l", "LW", "lw",
        "L-3", "L-30", "L-31", "L-3W", "L-", "15W", "1w", "31W", "0W", "1-5W", "W", "5L", "7L", "FRIL", "5#3", "7#5", "MON#1", "2#6", "2#0", "2#", "2#55", "2#1-3", "+", "+FRI", "*/5", "*/15",
        "*/0", "*/60", "*/", "/", "-", "1/3", "5/", "1-5", "5-1", "-5", "5-", "22-3", "FRI-MON", "7-2", "7-7", "NOV-FEB", "50-10/7", "1-20/3", "*,5", "?,1", ",", "5,,6", "\u0661", ":", ";",
    ];

    private static readonly string[] s_tails = ["*", "#", "L", "W", "w", "/2", "-3", ",4", "9", "+", "?"];

    [Fact]
    public void A_text_is_read_exactly_where_the_grammar_has_it()
    {
        var read = 0;
        for (var seed = 0; seed < 100_000; seed++)
        {
            var text = Text(new Random(seed));
            var isRead = CronParser.Parse(text) is not null;
            Assert.True(isRead == s_grammar.IsMatch(text), $"“{text}” is {(isRead ? "" : "not ")}read.");
            if (isRead) read++;
        }

        Assert.InRange(read, 10_000, 90_000);
    }

    [Fact]
    public void What_is_read_is_what_the_items_say_one_by_one()
    {
        var read = 0;
        for (var seed = 0; seed < 100_000; seed++)
        {
            var text = Text(new Random(seed));
            if (CronParser.Parse(text) is not { } fields) continue;
            var expected = ReferenceFields.Of(text);
            Assert.True(expected.Equals(fields) && expected.GetHashCode() == fields.GetHashCode(), $"“{text}” is read as {CronText.Of(fields)}");
            read++;
        }

        Assert.InRange(read, 10_000, 90_000);
    }

    [Fact]
    public void Gaps_of_any_kind_change_nothing()
    {
        string[] gaps = [" ", " ", " ", "  ", "\t", " \t", "\t\t ", "   "];
        for (var seed = 0; seed < 20_000; seed++)
        {
            var dice = new Random(seed);
            var text = Text(dice).Replace('\t', ' ');
            var spaced = string.Concat(text.Split(' ').Select((field, i) => (i == 0 ? "" : gaps[dice.Next(gaps.Length)]) + field));
            Assert.Equal(CronParser.Parse(text), CronParser.Parse(spaced));
            Assert.Equal(CronParser.Parse(text), CronParser.Parse($"\r\n {spaced}\t\n"));
        }
    }

    [Theory]
    [InlineData("*/5 9-17 * JAN,MAR,JUL MON-FRI")]
    [InlineData("0 0 9 15W,L-3W * +5#3,MONL")]
    [InlineData(" 0  9\t* * ? ")]
    public void Reading_makes_one_object_of_72_bytes_at_most(string text)
    {
        CronParser.Parse(text);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++) CronParser.Parse(text);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 7_200);
    }

    [Theory]
    [InlineData("0 9 * * 2#6*")]
    [InlineData("0 9 * * 2#*")]
    [InlineData("0 9 65L * *")]
    [InlineData("0 9 * * 5L3")]
    [InlineData("0 9 ?W * *")]
    [InlineData("0 9 32L * *")]
    [InlineData("0 9 * * 8L")]
    [InlineData("0 9 00015 * *")]
    [InlineData("0 9 * * +?")]
    [InlineData("0 9 * * ++1")]
    [InlineData("? 9 * * *")]
    [InlineData("0 9 * ? *")]
    [InlineData("0\t9\t*\t*\t+\t5")]
    public void What_follows_a_wrong_sign_does_not_make_it_right(string text)
    {
        Assert.Null(CronParser.Parse(text));
        Assert.Single(CronDiagnosis.Of(text));
    }

    [Theory]
    [InlineData("0 0 9 * * 1-5")]
    [InlineData("0\t0\t9\t*\t*\t1-5")]
    [InlineData("0  0  9  *  *  1-5")]
    [InlineData("\r\n 0 0\t9 * * 1-5 \t")]
    [InlineData("0\t 9 *\t * 1-5")]
    [InlineData("0 9  * * 1-5")]
    public void Gaps_of_any_length_are_the_same(string text) => Assert.Equal(CronParser.Parse("0 9 * * MON-FRI"), CronParser.Parse(text));

    [Fact]
    public void A_step_takes_every_so_many_of_the_values()
    {
        for (var step = 1; step <= 59; step++)
        {
            var listed = string.Join(',', Enumerable.Range(0, 60).Where(v => v % step == 0));
            Assert.Equal(CronParser.Parse($"*/{step} * * * *"), CronParser.Parse($"{listed} * * * *"));
            Assert.Equal(CronParser.Parse($"3-58/{step} * * * *"), CronParser.Parse($"{string.Join(',', Enumerable.Range(3, 56).Where(v => (v - 3) % step == 0))} * * * *"));
        }
    }

    private static string Text(Random dice)
    {
        var count = dice.Next(20) == 0 ? dice.Next(3, 8) : dice.Next(5, 7);
        return string.Join(dice.Next(30) == 0 ? "\t" : " ", Enumerable.Range(0, count).Select(_ => dice.Next(3) == 0 ? "*" : Field(dice)));
    }

    private static string Field(Random dice)
    {
        var items = Enumerable.Range(0, dice.Next(4) == 0 ? dice.Next(1, 4) : 1)
            .Select(_ => dice.Next(3) == 0 ? s_items[dice.Next(s_items.Length)] : dice.Next(1, 8).ToString(CultureInfo.InvariantCulture));
        return string.Join(',', items) + (dice.Next(15) == 0 ? s_tails[dice.Next(s_tails.Length)] : "");
    }

    private static string Grammar()
    {
        var (seconds, hours, months) = (List(Item(Number(0, 59), 59)), List(Item(Number(0, 23), 23)), List(Item($"({Number(1, 12)}|{Months})", 12)));
        var day = $"({Item(Number(1, 31), 31)}|{Number(1, 31)}W|L(-{Number(0, 30)})?W?)";
        var weekday = $"({Number(0, 7)}|{Days})";
        var weekdays = $@"\+?{List($"({Item(weekday, 7)}|{weekday}L|{weekday}#{Number(1, 5)})")}";
        return $@"({seconds}[ \t]+)?{seconds}[ \t]+{hours}[ \t]+([*?]|{List(day)})[ \t]+{months}[ \t]+([*?]|{weekdays})";
    }

    private static string List(string item) => $"({item}(,{item})*)";

    private static string Item(string value, int largest) => $@"((\*|{value}(-{value})?)(/{Number(1, largest)})?)";

    /// <summary>One to four digits, whatever zeros they begin with.</summary>
    private static string Number(int least, int most) =>
        $"((?=[0-9]{{1,4}}(?![0-9]))0*({string.Join('|', Enumerable.Range(least, most - least + 1).Reverse())})(?![0-9]))";
}
