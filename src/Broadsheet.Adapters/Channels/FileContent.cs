using System.Net;
using System.Net.Http.Headers;
using Broadsheet.Core.Deliveries;

namespace Broadsheet.Adapters.Channels;

/// <summary>A request's body that is one file, streamed.</summary>
internal sealed class FileContent : HttpContent
{
    private readonly Attachment attachment;

    public FileContent(Attachment attachment)
    {
        this.attachment = attachment;
        Headers.ContentType = MediaTypeHeaderValue.TryParse(attachment.MediaType, out var type) ? type : new("application/octet-stream");
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        await using var content = await AttachmentReader.OpenAsync(attachment, cancellationToken);
        await content.CopyToAsync(stream, cancellationToken);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = attachment.Length;
        return true;
    }
}
