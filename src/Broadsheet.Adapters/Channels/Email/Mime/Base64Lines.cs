using System.Buffers;
using System.Buffers.Text;

namespace Broadsheet.Adapters.Channels.Email.Mime;

/// <summary>Base64 in lines of 76 characters ending in CRLF, in the memory of one block however long the content is.</summary>
internal static class Base64Lines
{
    private const int LineBytes = 57;
    private const int BlockLines = 512;

    /// <summary>Writes all of <paramref name="content"/>; answers how many bytes it had.</summary>
    public static async Task<long> WriteAsync(Stream content, Stream output, CancellationToken ct)
    {
        var raw = ArrayPool<byte>.Shared.Rent(LineBytes * BlockLines);
        var lines = ArrayPool<byte>.Shared.Rent(78 * BlockLines);
        long total = 0;
        try
        {
            int read;
            do
            {
                read = await content.ReadAtLeastAsync(raw.AsMemory(0, LineBytes * BlockLines), LineBytes * BlockLines, throwOnEndOfStream: false, ct);
                total += read;
                await output.WriteAsync(lines.AsMemory(0, Encode(raw.AsSpan(0, read), lines)), ct);
            }
            while (read == LineBytes * BlockLines);
            return total;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(raw);
            ArrayPool<byte>.Shared.Return(lines);
        }
    }

    private static int Encode(ReadOnlySpan<byte> raw, Span<byte> lines)
    {
        var written = 0;
        for (; !raw.IsEmpty; raw = raw[Math.Min(LineBytes, raw.Length)..])
        {
            Base64.EncodeToUtf8(raw[..Math.Min(LineBytes, raw.Length)], lines[written..], out _, out var length);
            written += length;
            lines[written++] = (byte)'\r';
            lines[written++] = (byte)'\n';
        }

        return written;
    }
}
