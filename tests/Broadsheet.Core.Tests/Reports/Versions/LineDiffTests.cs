using Broadsheet.Core.Reports.Versions;

namespace Broadsheet.Core.Tests.Reports.Versions;

public sealed class LineDiffTests
{
    [Theory]
    [InlineData("", "", "")]
    [InlineData("a", "a", " a")]
    [InlineData("", "a\nb", "+a +b")]
    [InlineData("a\nb", "", "-a -b")]
    [InlineData("a\nb\nc", "a\nc", " a -b  c")]
    [InlineData("a\nc", "a\nb\nc", " a +b  c")]
    [InlineData("a\nb\nc", "a\nB\nc", " a -b +B  c")]
    [InlineData("a\nb\nc\na\nb\nb\na", "c\nb\na\nb\na\nc", "-a -b  c +b  a  b -b  a +c")]
    public void The_fewest_changes_are_shown(string before, string after, string shown) =>
        Assert.Equal(shown, string.Join(' ', LineDiff.Between(before, after).Select(l => l.Kind switch { LineChangeKind.Added => "+", LineChangeKind.Removed => "-", _ => " " } + l.Text)));

    [Fact]
    public void Both_texts_can_be_put_together_again_from_what_is_shown()
    {
        var chance = new Random(20261126);
        for (var n = 0; n < 300; n++)
        {
            string[] Lines() => [.. Enumerable.Range(0, chance.Next(0, 40)).Select(_ => ((char)('a' + chance.Next(0, 5))).ToString())];
            var (before, after) = (Lines(), Lines());
            var shown = LineDiff.Between(string.Join('\n', before), string.Join('\n', after));
            Assert.Equal(before, shown.Where(l => l.Kind != LineChangeKind.Added).Select(l => l.Text));
            Assert.Equal(after, shown.Where(l => l.Kind != LineChangeKind.Removed).Select(l => l.Text));
            Assert.Equal(Enumerable.Range(1, before.Length), shown.Where(l => l.Before is not null).Select(l => l.Before!.Value));
            Assert.Equal(Enumerable.Range(1, after.Length), shown.Where(l => l.After is not null).Select(l => l.After!.Value));
        }
    }

    [Fact]
    public void Texts_that_share_nothing_are_shown_whole_and_soon()
    {
        var shown = LineDiff.Between(string.Join('\n', Enumerable.Range(0, 20_000).Select(i => $"old {i}")), string.Join('\n', Enumerable.Range(0, 20_000).Select(i => $"new {i}")));
        Assert.Equal(20_000, shown.Count(l => l.Kind == LineChangeKind.Removed));
        Assert.Equal(20_000, shown.Count(l => l.Kind == LineChangeKind.Added));
    }

    [Fact]
    public void Far_changes_are_hunks_of_their_own_and_near_ones_share_one()
    {
        var before = Enumerable.Range(1, 40).Select(i => $"line {i}").ToArray();
        var after = before.ToArray();
        (after[9], after[13], after[30]) = ("ten", "fourteen", "thirty-one");
        var hunks = LineDiff.Hunks(LineDiff.Between(string.Join('\n', before), string.Join('\n', after)), 3);
        Assert.Equal([(7, 17), (28, 34)], hunks.Select(h => (h[0].Before!.Value, h[^1].Before!.Value)));
    }
}
