using Broadsheet.Core.Reports;
using Microsoft.Win32.SafeHandles;

namespace Broadsheet.Server.Reports.Rendering;

/// <summary>
/// Bytes written once and read by many: in memory up to 16 MB, then in a file of the folder that has no name for long. Writing
/// ends before reading begins.
/// </summary>
internal sealed class Spool(string folder, RenderLimits limits, string query) : IDisposable
{
    private const int Chunk = 1 << 16;
    private const int InMemory = 16 << 20;
    private readonly List<byte[]> chunks = [];
    private SafeFileHandle? file;

    public long Length { get; private set; }

    /// <summary>Appends; at most 64 KB a call, all but the last exactly that.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (Length + bytes.Length > limits.MaxBytes) throw new ReportException(QueryProblem.TooMany(query, "bytes", limits.MaxBytes, "too-many-bytes"));
        if (file is null && Length + bytes.Length > InMemory) Spill();
        if (file is null) chunks.Add(bytes.ToArray());
        else RandomAccess.Write(file, bytes, Length);
        Length += bytes.Length;
    }

    /// <summary>Up to a chunk from <paramref name="position"/>, a multiple of 64 KB; how many bytes.</summary>
    public int Read(long position, Span<byte> into)
    {
        if (position >= Length) return 0;
        if (file is not null) return RandomAccess.Read(file, into[..(int)Math.Min(Chunk, Length - position)], position);
        var chunk = chunks[(int)(position / Chunk)];
        chunk.CopyTo(into);
        return chunk.Length;
    }

    public void Dispose() => file?.Dispose();

    private void Spill()
    {
        var path = Path.Combine(folder, $".spool-{Guid.CreateVersion7():N}");
        file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, FileOptions.DeleteOnClose);
        long at = 0;
        foreach (var chunk in chunks)
        {
            RandomAccess.Write(file, chunk, at);
            at += chunk.Length;
        }

        chunks.Clear();
        chunks.TrimExcess();
    }
}
