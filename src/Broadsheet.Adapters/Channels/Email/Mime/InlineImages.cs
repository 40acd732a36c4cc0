using System.Text.RegularExpressions;

namespace Broadsheet.Adapters.Channels.Email.Mime;

/// <summary>
/// The pictures in a mail's HTML, which stand there as data, as parts that the HTML refers to: mail programs show these and no data.
/// </summary>
internal sealed partial record InlineImages(string? Html, IReadOnlyList<InlineImage> Images)
{
    [GeneratedRegex("(?<=\\ssrc=\")data:image/png;base64,(?<data>[A-Za-z0-9+/=]+)(?=\")", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 2_000)]
    private static partial Regex Data { get; }

    /// <summary>Takes them out of the HTML. Names are the delivery's own, the same on each attempt.</summary>
    public static InlineImages Of(MimeMessage message)
    {
        if (message.Html is not { } html || !html.Contains("data:image/png;base64,", StringComparison.Ordinal)) return new(message.Html, []);
        var images = new List<InlineImage>();
        var rest = Data.Replace(html, match =>
        {
            var id = $"image{images.Count + 1}.{message.Id.Value:N}@{message.From.Address.Domain}";
            images.Add(new(id, $"image{images.Count + 1}.png", match.Groups["data"].Value));
            return "cid:" + id;
        });
        return new(rest, images);
    }
}

/// <summary>A picture of a mail: its Content-ID without brackets, and base64 without line ends.</summary>
internal sealed record InlineImage(string Id, string FileName, string Base64);
