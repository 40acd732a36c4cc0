namespace Broadsheet.Adapters.Channels.Email.Smtp;

/// <summary>
/// A write-only stream that hands a message to the wire as DATA asks: a dot at a line's start is doubled. It collects
/// blocks, so that small writes don't become packets; <see cref="EndAsync"/> writes the lone dot.
/// </summary>
internal sealed class DotStuffing(SmtpWire wire) : Stream
{
    private readonly byte[] block = new byte[32 * 1024];
    private int filled;
    private byte last = (byte)'\n';

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (!buffer.IsEmpty)
        {
            if (last == (byte)'\n' && buffer.Span[0] == (byte)'.') await PutAsync("."u8.ToArray(), cancellationToken);
            var dot = buffer.Span.IndexOf("\n."u8);
            var take = dot < 0 ? buffer.Length : dot + 1;
            await PutAsync(buffer[..take], cancellationToken);
            last = buffer.Span[take - 1];
            buffer = buffer[take..];
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>Hands over all but the end: afterwards the server still lacks the message.</summary>
    public override async Task FlushAsync(CancellationToken cancellationToken)
    {
        await wire.WriteAsync(block.AsMemory(0, filled), cancellationToken);
        filled = 0;
    }

    /// <summary>The lone dot: from here on the message may have been taken, whatever happens.</summary>
    public Task EndAsync(CancellationToken ct) =>
        wire.WriteAsync(last == (byte)'\n' ? ".\r\n"u8.ToArray() : "\r\n.\r\n"u8.ToArray(), ct);

    public override void Flush() => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private async ValueTask PutAsync(ReadOnlyMemory<byte> bytes, CancellationToken ct)
    {
        while (!bytes.IsEmpty)
        {
            if (filled == block.Length) await FlushAsync(ct);
            var take = Math.Min(bytes.Length, block.Length - filled);
            bytes[..take].CopyTo(block.AsMemory(filled));
            filled += take;
            bytes = bytes[take..];
        }
    }
}
