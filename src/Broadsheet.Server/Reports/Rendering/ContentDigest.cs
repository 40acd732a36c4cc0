using System.Globalization;
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
        foreach (var column in columns) Add(Cell.Of(column.Name));
        Mix((ulong)columns.Count);
    }

    public void Add(ReadOnlySpan<Cell> row)
    {
        foreach (ref readonly var cell in row) Add(cell);
    }

    /// <summary>Another digest as it stands.</summary>
    public void Add(ContentDigest other)
    {
        Mix(other.a);
        Mix(other.b);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{a:x16}{b:x16}");

    private void Add(in Cell cell)
    {
        Mix((ulong)cell.Kind);
        if (cell.Kind == CellKind.Text) AddText(cell.AsText());
        else if (cell.Kind == CellKind.Decimal) AddDecimal(cell.AsDecimal());
        else if (cell.Kind != CellKind.Null) Mix((ulong)cell.Bits);
    }

    private void AddText(string text)
    {
        Mix((ulong)text.Length);
        var bytes = MemoryMarshal.AsBytes(text.AsSpan());
        while (bytes.Length >= 8)
        {
            Mix(MemoryMarshal.Read<ulong>(bytes));
            bytes = bytes[8..];
        }

        ulong last = 0;
        for (var i = 0; i < bytes.Length; i++) last |= (ulong)bytes[i] << (8 * i);
        if (bytes.Length > 0) Mix(last);
    }

    private void AddDecimal(decimal value)
    {
        Span<int> parts = stackalloc int[4];
        decimal.GetBits(value, parts);
        Mix(((ulong)(uint)parts[0] << 32) | (uint)parts[1]);
        Mix(((ulong)(uint)parts[2] << 32) | (uint)parts[3]);
    }

    private void Mix(ulong word)
    {
        a = ulong.RotateLeft((a ^ word) * 0x9FB21C651E98DF25, 29);
        b = ulong.RotateLeft(b + word, 31) * 0xD6E8FEB86659FD93;
    }
}
