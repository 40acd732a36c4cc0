using Broadsheet.Core.Runs;
using Broadsheet.Core.Workspaces;
using Broadsheet.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Server.Artifacts;

/// <summary>Reads an artifact chunk by chunk: one in memory at a time, seekable for ranges.</summary>
internal sealed class ChunkStream(IServiceScopeFactory scopes, WorkspaceId workspace, ArtifactId id, long length) : Stream
{
    private int loaded = -1;
    private byte[] chunk = [];
    private long position;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position { get => position; set => position = value; }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (position >= length || buffer.Length == 0) return 0;
        var number = (int)(position / SharedArtifacts.ChunkSize);
        if (number != loaded)
        {
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<AppDb>();
            chunk = await db.ArtifactChunks.Where(c => c.WorkspaceId == workspace && c.ArtifactId == id && c.Number == number).Select(c => c.Bytes).SingleOrDefaultAsync(cancellationToken)
                ?? throw new FileNotFoundException("The file has expired.");
            loaded = number;
        }

        var offset = (int)(position % SharedArtifacts.ChunkSize);
        var count = Math.Min(buffer.Length, chunk.Length - offset);
        chunk.AsMemory(offset, count).CopyTo(buffer);
        position += count;
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override long Seek(long offset, SeekOrigin origin) => position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => position + offset,
        SeekOrigin.End => length + offset,
        _ => throw new ArgumentOutOfRangeException(nameof(origin)),
    };

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Only asynchronous reading.");

    public override void Flush() { }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
