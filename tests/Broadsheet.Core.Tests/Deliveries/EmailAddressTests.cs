using Broadsheet.Core.Deliveries;

namespace Broadsheet.Core.Tests.Deliveries;

public sealed class EmailAddressTests
{
    [Theory]
    [InlineData("lead@example.com", "lead@example.com")]
    [InlineData("Lead@EXAMPLE.com", "Lead@example.com")]
    [InlineData("a+tag@example.co.uk", "a+tag@example.co.uk")]
    [InlineData("o'brien_x@example.com", "o'brien_x@example.com")]
    [InlineData("-dash@example.com", "-dash@example.com")]
    [InlineData("żółw@example.org", "żółw@example.org")]
    [InlineData("ana@żółw.pl", "ana@xn--w-uga1v8h.pl")]
    [InlineData("瘍@example.com", "瘍@example.com")]
    [InlineData("用户@例子.公司", "用户@xn--fsqu00a.xn--55qx5d")]
    [InlineData("cafe\u0301@example.com", "café@example.com")]
    public void An_address_is_read_into_its_canonical_form(string text, string expected) =>
        Assert.Equal(expected, EmailAddress.Parse(text).Value?.ToString());

    [Theory]
    [InlineData("")]
    [InlineData("lead")]
    [InlineData("@example.com")]
    [InlineData("lead@")]
    [InlineData("lead@localhost")]
    [InlineData("a@b@example.com")]
    [InlineData("a@example.com,b@example.com")]
    [InlineData("a@example.com;b@example.com")]
    [InlineData("Lead <lead@example.com>")]
    [InlineData("\"quoted\"@example.com")]
    [InlineData("a b@example.com")]
    [InlineData(" lead@example.com")]
    [InlineData("lead@example.com\r\nRCPT TO:<evil@example.org>")]
    [InlineData("lead@example.com\n")]
    [InlineData("le\u0000ad@example.com")]
    [InlineData("lead@exa\u2028mple.com")]
    [InlineData("lead\u0085@example.com")]
    [InlineData("(comment)lead@example.com")]
    [InlineData(".lead@example.com")]
    [InlineData("lead.@example.com")]
    [InlineData("le..ad@example.com")]
    [InlineData("lead@[127.0.0.1]")]
    [InlineData("lead@127.0.0.1")]
    [InlineData("lead@example..com")]
    [InlineData("lead@-example.com")]
    [InlineData("lead@exam_ple.com")]
    [InlineData("lead@example.com.")]
    [InlineData("le\u200bad@example.com")]
    [InlineData("le\ud800ad@example.com")]
    [InlineData("\u202elead@example.com")]
    public void Anything_else_is_refused(string text)
    {
        var error = Assert.Single(Assert.IsType<Problem.Invalid>(EmailAddress.Parse(text).Problem).Errors);
        Assert.Equal("bad-address", error.Code);
        Assert.DoesNotContain(error.Message, char.IsControl);
    }

    [Fact]
    public void Lengths_are_limited_in_bytes()
    {
        Assert.True(EmailAddress.Parse(new string('a', 64) + "@example.com").IsOk);
        Assert.False(EmailAddress.Parse(new string('a', 65) + "@example.com").IsOk);
        Assert.False(EmailAddress.Parse(new string('ż', 33) + "@example.com").IsOk);
        Assert.False(EmailAddress.Parse("a@" + string.Join('.', Enumerable.Repeat(new string('b', 60), 5)) + ".com").IsOk);
        Assert.False(EmailAddress.Parse(new string('a', 65_536) + "@example.com").IsOk);
    }

    [Fact]
    public void Addresses_are_equal_without_case()
    {
        Assert.Equal(EmailAddress.Parse("Lead@Example.com").Value, EmailAddress.Parse("lead@example.COM").Value);
        Assert.NotEqual(EmailAddress.Parse("lead@example.com").Value, EmailAddress.Parse("lead@example.org").Value);
    }

    [Theory]
    [InlineData("lead@żółw.pl", false)]
    [InlineData("żółw@example.com", true)]
    public void Only_a_local_part_outside_ascii_needs_smtputf8(string text, bool needs) =>
        Assert.Equal(needs, EmailAddress.Parse(text).Value!.NeedsUtf8);
}
