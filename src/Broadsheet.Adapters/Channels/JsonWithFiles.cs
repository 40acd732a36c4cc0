using System.Buffers;
using System.Buffers.Text;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Broadsheet.Core.Deliveries;

namespace Broadsheet.Adapters.Channels;

/// <summary>
/// A request's body that is JSON with files in it as base64, streamed: memory does not grow with them. Where a file goes, the
/// JSON has the text that <see cref="Mark"/> gave.
/// </summary>
internal sealed class JsonWithFiles : HttpContent
{
    private const int BlockBytes = 48 * 1024;
    private readonly string mark = Guid.CreateVersion7().ToString("N");
    private readonly IReadOnlyList<Attachment> files;
    private readonly IReadOnlyList<byte[]> pieces;

    public JsonWithFiles(IReadOnlyList<Attachment> files, Func<JsonWithFiles, JsonObject> json)
    {
        this.files = files;
        var text = json(this).ToJsonString();
        // Split on no separators splits on blanks, so a message without files is a case of its own.
        string[] parts = files.Count == 0 ? [text] : text.Split([.. files.Select((_, i) => Mark(i))], StringSplitOptions.None);
        pieces = [.. parts.Select(Encoding.UTF8.GetBytes)];
        Headers.ContentType = new("application/json");
    }

    /// <summary>The stand-in for the content of a file, by its index. Files must appear in their order, each once.</summary>
    public string Mark(int index) => $"{mark}-{index:D4}-";

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        for (var i = 0; i < pieces.Count; i++)
        {
            await stream.WriteAsync(pieces[i], cancellationToken);
            if (i < files.Count) await WriteAsync(files[i], stream, cancellationToken);
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = pieces.Sum(p => (long)p.Length) + files.Sum(f => (f.Length + 2) / 3 * 4);
        return true;
    }

    private static async Task WriteAsync(Attachment file, Stream stream, CancellationToken ct)
    {
        await using var content = await AttachmentReader.OpenAsync(file, ct);
        var raw = ArrayPool<byte>.Shared.Rent(BlockBytes);
        var text = ArrayPool<byte>.Shared.Rent(BlockBytes / 3 * 4);
        try
        {
            int read;
            do
            {
                read = await content.ReadAtLeastAsync(raw.AsMemory(0, BlockBytes), BlockBytes, throwOnEndOfStream: false, ct);
                Base64.EncodeToUtf8(raw.AsSpan(0, read), text, out _, out var written);
                await stream.WriteAsync(text.AsMemory(0, written), ct);
            }
            while (read == BlockBytes);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(raw);
            ArrayPool<byte>.Shared.Return(text);
        }
    }
}
