using System.Security.Cryptography;
using Broadsheet.Core.Deliveries;

namespace Broadsheet.Adapters.Channels;

/// <summary>
/// A read-only stream over a file to send that ends only when length and SHA-256 are the recorded ones; otherwise, and
/// where the file can't be read, it throws <see cref="AttachmentException"/>, so that half a file is never sent as a whole.
/// </summary>
internal sealed class AttachmentReader : Stream
{
    private readonly Attachment attachment;
    private readonly Stream content;
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long seen;
    private bool ended;

    private AttachmentReader(Attachment attachment, Stream content) => (this.attachment, this.content) = (attachment, content);

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => attachment.Length;

    public override long Position { get => seen; set => throw new NotSupportedException(); }

    public static async Task<AttachmentReader> OpenAsync(Attachment attachment, CancellationToken ct)
    {
        try
        {
            return new AttachmentReader(attachment, await attachment.Open(ct));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AttachmentException(attachment.FileName, "is not there any more; run the report again", e);
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty || ended) return 0;
        int read;
        try
        {
            read = await content.ReadAsync(buffer, cancellationToken);
        }
        catch (IOException e)
        {
            throw new AttachmentException(attachment.FileName, "could not be read", e);
        }

        seen += read;
        if (read == 0) End();
        else hash.AppendData(buffer.Span[..read]);
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            content.Dispose();
            hash.Dispose();
        }

        base.Dispose(disposing);
    }

    private void End()
    {
        ended = true;
        var same = string.Equals(Convert.ToHexString(hash.GetHashAndReset()), attachment.Sha256, StringComparison.OrdinalIgnoreCase);
        if (seen != attachment.Length || !same)
            throw new AttachmentException(attachment.FileName, "is not the one that was recorded (length or SHA-256 differ); run the report again");
    }
}
