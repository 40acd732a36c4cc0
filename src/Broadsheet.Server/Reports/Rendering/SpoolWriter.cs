using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Broadsheet.Core.Reports.Tables;

namespace Broadsheet.Server.Reports.Rendering;

/// <summary>Cells to a spool: a byte for the kind, then the value.</summary>
internal sealed class SpoolWriter(Spool spool)
{
    private readonly byte[] buffer = new byte[1 << 16];
    private int used;

    public void Write(ReadOnlySpan<Cell> row)
    {
        Span<byte> value = stackalloc byte[16];
        foreach (ref readonly var cell in row)
        {
            Put((byte)cell.Kind);
            switch (cell.Kind)
            {
                case CellKind.Null:
                    break;
                case CellKind.Text:
                    WriteText(cell.AsText());
                    break;
                case CellKind.Boolean:
                    Put((byte)cell.Bits);
                    break;
                case CellKind.Decimal:
                    var number = cell.AsDecimal();
                    Put(MemoryMarshal.AsBytes(new ReadOnlySpan<decimal>(in number)));
                    break;
                default:
                    BinaryPrimitives.WriteInt64LittleEndian(value, cell.Bits);
                    Put(value[..8]);
                    break;
            }
        }
    }

    public void Complete()
    {
        if (used > 0) spool.Append(buffer.AsSpan(0, used));
        used = 0;
    }

    private void WriteText(string text)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, Encoding.UTF8.GetByteCount(text));
        Put(length);
        var rest = text.AsSpan();
        Span<byte> bytes = stackalloc byte[3 * 512];
        while (rest.Length > 0)
        {
            var part = Math.Min(rest.Length, 512);
            if (part < rest.Length && char.IsHighSurrogate(rest[part - 1])) part--;
            if (part == 0) part = 1;
            Put(bytes[..Encoding.UTF8.GetBytes(rest[..part], bytes)]);
            rest = rest[part..];
        }
    }

    private void Put(byte one)
    {
        if (used == buffer.Length) Flush();
        buffer[used++] = one;
    }

    private void Put(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > buffer.Length - used)
        {
            var part = buffer.Length - used;
            bytes[..part].CopyTo(buffer.AsSpan(used));
            used += part;
            bytes = bytes[part..];
            Flush();
        }

        bytes.CopyTo(buffer.AsSpan(used));
        used += bytes.Length;
    }

    private void Flush()
    {
        spool.Append(buffer);
        used = 0;
    }
}
