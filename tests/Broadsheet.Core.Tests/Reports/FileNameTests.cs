using Broadsheet.Core.Reports;

namespace Broadsheet.Core.Tests.Reports;

public sealed class FileNameTests
{
    [Theory]
    [InlineData("quality-summary-2026-W47", "quality-summary-2026-W47.xlsx")]
    [InlineData("../../etc/passwd", "etc-passwd.xlsx")]
    [InlineData("a<b>c:d\"e/f\\g|h?i*j", "a-b-c-d-e-f-g-h-i-j.xlsx")]
    [InlineData("CON", "report-CON.xlsx")]
    [InlineData("nul.txt", "report-nul.txt.xlsx")]
    [InlineData("", "report.xlsx")]
    [InlineData(" . ", "report.xlsx")]
    [InlineData("żółć 東京", "żółć-東京.xlsx")]
    [InlineData("a\u202Egnp", "a-gnp.xlsx")]
    public void A_name_is_safe_everywhere(string wanted, string safe) => Assert.Equal(safe, FileName.Safe(wanted, "xlsx"));

    [Fact]
    public void A_long_name_is_cut() => Assert.Equal(120, FileName.Safe(new string('a', 500), "xlsx").Length);

    [Theory]
    [InlineData("select @a, '@b', \"@c\", @d -- @e\n, @f /* @g */", "a,d,f")]
    [InlineData("select x @> y, x <@ y, $$ @a $$, $t$ @b $t$, E'\\' @c', a@b, @@d", "")]
    [InlineData("select 1 where a=@a and b in (@b_c)", "b_c")]
    public void Placeholders_are_found_where_they_stand(string sql, string names) => Assert.Equal(names, string.Join(',', SqlNames.Find(sql).Select(n => n.Name)));
}
