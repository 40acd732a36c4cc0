using System.Security.Cryptography;
using Broadsheet.Core;
using Broadsheet.Core.Reports;

namespace Broadsheet.Server.Reports.Rendering;

/// <summary>
/// A file on its way: written under a hidden name, hashed as it goes, held to the limit; <see cref="Publish"/> gives it its name. Disposed of
/// unpublished, it is gone.
/// </summary>
internal sealed class FileOutput : Stream
{
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly FileStream file;
    private readonly string hidden;
    private readonly long limit;
    private readonly string format;
    private bool published;

    public FileOutput(string folder, string format, long limit)
    {
        (this.limit, this.format) = (limit, format);
        hidden = Path.Combine(folder, $".part-{Guid.CreateVersion7():N}");
        file = new(hidden, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1);
    }

    public long Written { get; private set; }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => Written; set => throw new NotSupportedException(); }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        Count(buffer.Length);
        hash.AppendData(buffer);
        file.Write(buffer);
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Count(buffer.Length);
        hash.AppendData(buffer.Span);
        await file.WriteAsync(buffer, cancellationToken);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>No more bytes; they are on the disk when this returns. The hash as lower-case hex.</summary>
    public string Finish()
    {
        file.Flush(flushToDisk: true);
        file.Dispose();
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Gives the finished file its name, replacing an older one of a former attempt.</summary>
    public void Publish(string path)
    {
        File.Move(hidden, path, overwrite: true);
        published = true;
    }

    public override void Flush() => file.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            hash.Dispose();
            file.Dispose();
            if (!published) File.Delete(hidden);
        }

        base.Dispose(disposing);
    }

    private void Count(int bytes)
    {
        Written += bytes;
        if (Written > limit)
            throw new ReportException(new Problem.Invalid("formats", "file-too-large", $"The {format} file grows beyond the limit of {limit:N0} bytes."));
    }
}
