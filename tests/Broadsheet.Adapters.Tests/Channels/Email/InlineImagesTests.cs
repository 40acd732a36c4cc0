using System.Text;
using Broadsheet.Adapters.Channels.Email.Mime;
using Broadsheet.Core.Deliveries;
using NodaTime;
using Xunit;

namespace Broadsheet.Adapters.Tests.Channels.Email;

public sealed class InlineImagesTests
{
    [Fact]
    public async Task Pictures_in_the_html_become_parts_that_it_refers_to()
    {
        var pixels = Convert.ToBase64String([.. Enumerable.Range(0, 200).Select(i => (byte)i)]);
        var message = Message($"<p>a</p><img width=\"1\" src=\"data:image/png;base64,{pixels}\" alt=\"x\"><img src=\"data:image/png;base64,{pixels}\">");
        using var output = new MemoryStream();
        await MimeWriter.WriteAsync(message, output, TestContext.Current.CancellationToken);
        var mail = Encoding.ASCII.GetString(output.ToArray());
        var id = $"image2.{message.Id.Value:N}@example.com";
        Assert.Contains("Content-Type: multipart/related; type=\"text/html\"", mail, StringComparison.Ordinal);
        Assert.Contains($"src=3D\"cid:{id}\"", mail.Replace("=\r\n", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains($"Content-ID: <{id}>\r\n", mail, StringComparison.Ordinal);
        Assert.DoesNotContain("data:image", mail, StringComparison.Ordinal);
        Assert.All(mail.Split("\r\n"), line => Assert.InRange(line.Length, 0, 998));
        var part = mail[mail.IndexOf($"<{id}>", StringComparison.Ordinal)..].Split("\r\n\r\n")[1];
        Assert.Equal(pixels, part[..part.IndexOf("--", StringComparison.Ordinal)].ReplaceLineEndings(""));
    }

    [Fact]
    public void Html_without_pictures_is_left_as_it_is()
    {
        var message = Message("<p>data:image/png;base64,AAAA in a text</p>");
        var inline = InlineImages.Of(message);
        Assert.Equal((message.Html, 0), (inline.Html, inline.Images.Count));
    }

    private static MimeMessage Message(string html) => new()
    {
        Id = new(Guid.CreateVersion7()),
        From = new(null, EmailAddress.Parse("reports@example.com").Value!),
        To = [EmailAddress.Parse("lead@example.com").Value!],
        Subject = "Quality",
        Date = Instant.FromUtc(2026, 11, 23, 8, 0),
        Text = "text",
        Html = html,
    };
}
