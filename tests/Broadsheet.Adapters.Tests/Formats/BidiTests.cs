using Broadsheet.Adapters.Formats.Pdf;
using Xunit;

namespace Broadsheet.Adapters.Tests.Formats;

public sealed class BidiTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("שלום", "םולש")]
    [InlineData("שלום עולם", "םלוע םולש")]
    [InlineData("total שלום 12.5% end", "total 12.5% םולש end")]
    [InlineData("שלום (123) abc", "abc (123) םולש")]
    [InlineData("a (שלום) b", "a (םולש) b")]
    [InlineData("😀 שלום 😀", "😀 םולש 😀")]
    [InlineData("שָׁלוֹם", "םוֹלשָׁ")]
    public void Text_from_right_to_left_is_turned_round_and_numbers_are_not(string text, string shown) => Assert.Equal(shown, Bidi.Visual(text));

    [Theory]
    [InlineData("سلام", "\uFEE1\uFEFC\uFEB3")]
    [InlineData("بيت", "\uFE96\uFEF4\uFE91")]
    [InlineData("دار", "\uFEAD\uFE8D\uFEA9")]
    [InlineData("گل", "\uFEDE\uFB94")]
    public void Letters_of_Arabic_take_the_forms_that_their_neighbours_ask_for(string text, string shown) => Assert.Equal(shown, Bidi.Visual(text));

    [Fact]
    public void Each_form_knows_its_letters() => Assert.Equal(("ب", "لا", null), (Arabic.Letter(0xFE92), Arabic.Letter(0xFEFC), Arabic.Letter('b')));
}
