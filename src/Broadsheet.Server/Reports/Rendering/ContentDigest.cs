using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Broadsheet.Core.Reports.Tables;

namespace Broadsheet.Server.Reports.Rendering;

/// <summary>
/// A running 128-bit hash of names and cells, to see whether a report changed. Not cryptographic: it answers “the same as last
/// time?”, nothing else.
/// </summary>
internal sealed class ContentDigest
{
    private ulong a = 0x9E3779B97F4A7C15;
    private ulong b = 0xC2B2AE3D27D4EB4F;

    public void Add(IReadOnlyList<Column> columns)
    {
        foreach (var column in columns) Add([Cell.Of(column.Name)]);
        (a, b) = Mixed(a, b, (ulong)columns.Count);
    }

    /// <summary>Cells of any number of rows.</summary>
    public void Add(ReadOnlySpan<Cell> cells)
    {
        // In locals, and so in registers, which a field of an object is not.
        var (x, y) = (a, b);
        foreach (ref readonly var cell in cells)
        {
            (x, y) = Mixed(x, y, (ulong)cell.Kind);
            if (cell.Kind == CellKind.Text) (x, y) = Mixed(x, y, cell.AsText());
            else if (cell.Kind == CellKind.Decimal) (x, y) = Mixed(x, y, cell.AsDecimal());
            else if (cell.Kind != CellKind.Null) (x, y) = Mixed(x, y, (ulong)cell.Bits);
        }

        (a, b) = (x, y);
    }

    /// <summary>Another digest as it stands.</summary>
    public void Add(ContentDigest other)
    {
        (a, b) = Mixed(a, b, other.a);
        (a, b) = Mixed(a, b, other.b);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{a:x16}{b:x16}");

    private static (ulong A, ulong B) Mixed(ulong a, ulong b, string text)
    {
        (a, b) = Mixed(a, b, (ulong)text.Length);
        var bytes = MemoryMarshal.AsBytes(text.AsSpan());
        while (bytes.Length >= 8)
        {
            (a, b) = Mixed(a, b, MemoryMarshal.Read<ulong>(bytes));
            bytes = bytes[8..];
        }

        ulong last = 0;
        for (var i = 0; i < bytes.Length; i++) last |= (ulong)bytes[i] << (8 * i);
        return bytes.Length > 0 ? Mixed(a, b, last) : (a, b);
    }

    private static (ulong A, ulong B) Mixed(ulong a, ulong b, decimal value)
    {
        Span<int> parts = stackalloc int[4];
        decimal.GetBits(value, parts);
        (a, b) = Mixed(a, b, ((ulong)(uint)parts[0] << 32) | (uint)parts[1]);
        return Mixed(a, b, ((ulong)(uint)parts[2] << 32) | (uint)parts[3]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (ulong A, ulong B) Mixed(ulong a, ulong b, ulong word) =>
        (ulong.RotateLeft((a ^ word) * 0x9FB21C651E98DF25, 29), ulong.RotateLeft(b + word, 31) * 0xD6E8FEB86659FD93);
}
