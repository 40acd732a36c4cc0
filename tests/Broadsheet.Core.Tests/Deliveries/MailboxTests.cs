using Broadsheet.Core.Deliveries;

namespace Broadsheet.Core.Tests.Deliveries;

public sealed class MailboxTests
{
    [Theory]
    [InlineData("reports@example.com", null)]
    [InlineData("<reports@example.com>", null)]
    [InlineData("Reports <reports@example.com>", "Reports")]
    [InlineData("\"Reports, daily\" <reports@example.com>", "Reports, daily")]
    [InlineData("Zespół raportów <reports@example.com>", "Zespół raportów")]
    public void Both_forms_are_read(string text, string? name)
    {
        var box = Mailbox.Parse(text).Value!;
        Assert.Equal(name, box.Name);
        Assert.Equal("reports@example.com", box.Address.ToString());
    }

    [Theory]
    [InlineData("Reports\r\nBcc: evil@example.org <reports@example.com>")]
    [InlineData("A <a@example.com> <b@example.com>")]
    [InlineData("A <a@example.com>, B <b@example.com>")]
    [InlineData("Re\"ports <reports@example.com>")]
    [InlineData("Reports <reports@example.com")]
    public void Anything_else_is_refused(string text) => Assert.False(Mailbox.Parse(text).IsOk);
}
