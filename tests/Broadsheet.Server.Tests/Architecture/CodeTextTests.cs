using Xunit;

namespace Broadsheet.Server.Tests.Architecture;

public sealed class CodeTextTests
{
    [Theory]
    [InlineData("a // b", "a     ")]
    [InlineData("a /* b */ c", "a         c")]
    [InlineData("f(\"x\")", "f(   )")]
    [InlineData("f(\"\\\"x\") + y", "f(     ) + y")]
    [InlineData("f(@\"\\\") + y", "f(    ) + y")]
    [InlineData("f(@\"a\"\"b\") + y", "f(       ) + y")]
    [InlineData("f($\"{d[\"k\"]}\") + y", "f(           ) + y")]
    [InlineData("f($\"{{\") + y", "f(     ) + y")]
    [InlineData("f(\"\"\"a \"b\" c\"\"\") + y", "f(             ) + y")]
    [InlineData("c == '\"' ? y : z", "c ==     ? y : z")]
    [InlineData("c == '\\'' ? y : z", "c ==      ? y : z")]
    [InlineData("@class + y", "@class + y")]
    public void What_is_not_code_is_blanked_in_place(string text, string code) => Assert.Equal(code, CodeText.Of(text));

    [Fact]
    public void Lines_stay_lines() => Assert.Equal("  \n  \nx", CodeText.Of("/*\n*/\nx"));
}
