namespace Broadsheet.Server.Http;

/// <summary>
/// Holds an answer back until it has been written down. One that outgrows <paramref name="most"/> bytes is let through as it
/// comes: a file, not something made once.
/// </summary>
internal sealed class HeldAnswer(Stream body, int most) : Stream
{
    private readonly MemoryStream held = new();

    /// <summary>It was let through and cannot be kept.</summary>
    public bool IsOutgrown { get; private set; }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public byte[] Bytes() => held.ToArray();

    /// <summary>Sends what is still held.</summary>
    public async Task ReleaseAsync(CancellationToken ct)
    {
        if (!IsOutgrown) await body.WriteAsync(held.GetBuffer().AsMemory(0, (int)held.Length), ct);
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!IsOutgrown && held.Length + buffer.Length <= most)
        {
            held.Write(buffer.Span);
            return;
        }

        if (!IsOutgrown) await ReleaseAsync(cancellationToken);
        IsOutgrown = true;
        await body.WriteAsync(buffer, cancellationToken);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) =>
        IsOutgrown ? body.FlushAsync(cancellationToken) : Task.CompletedTask;

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("Answers are written asynchronously.");

    public override void Flush() { }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) held.Dispose();
        base.Dispose(disposing);
    }
}
