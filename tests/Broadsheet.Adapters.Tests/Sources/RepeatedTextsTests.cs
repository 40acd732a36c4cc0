using System.Text;
using Broadsheet.Adapters.Sources.Postgres;
using Xunit;

namespace Broadsheet.Adapters.Tests.Sources;

/// <summary>A text that is given again is the text that was asked for, however many there are.</summary>
public sealed class RepeatedTextsTests
{
    [Theory]
    [InlineData(1, 10)]
    [InlineData(300, 30_000)]
    [InlineData(1_000, 100_000)]
    [InlineData(5_000, 100_000)]
    [InlineData(int.MaxValue, 30_000)]
    public void Every_text_is_its_own(int distinct, int count)
    {
        var random = new Random(20260109);
        var texts = new RepeatedTexts();
        for (var i = 0; i < count; i++)
        {
            var text = $"{(i % 3 == 0 ? "" : "ż")}{random.Next(distinct)}{new string('x', i % 9 == 0 ? i % 100 : 0)}";
            Assert.Equal(text, texts.Read(Encoding.UTF8.GetBytes(text)));
        }

        Assert.Equal("", texts.Read([]));
    }

    [Fact]
    public void A_thousand_that_come_again_and_again_are_seldom_made_again()
    {
        var texts = new RepeatedTexts();
        var made = new HashSet<string>(ReferenceEqualityComparer.Instance);
        for (var i = 0; i < 50_000; i++) made.Add(texts.Read(Encoding.UTF8.GetBytes($"Customer {i % 1_000}")));
        Assert.InRange(made.Count, 1_000, 12_500);
    }
}
