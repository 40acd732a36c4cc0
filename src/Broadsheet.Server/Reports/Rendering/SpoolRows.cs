using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Broadsheet.Core.Reports.Tables;

namespace Broadsheet.Server.Reports.Rendering;

/// <summary>Reads a spooled result from its first row; several may read at once.</summary>
internal sealed class SpoolRows(Spool spool, IReadOnlyList<Column> columns, long count) : IRows
{
    private readonly Cell[] row = new Cell[columns.Count];
    private readonly byte[] buffer = new byte[1 << 16];
    private long position;
    private long left = count;
    private int at;
    private int filled;

    public IReadOnlyList<Column> Columns => columns;

    public ReadOnlySpan<Cell> Row => row;

    public ValueTask<bool> NextAsync(CancellationToken ct)
    {
        if (left == 0) return new(false);
        if ((left & 1023) == 0) ct.ThrowIfCancellationRequested();
        left--;
        for (var i = 0; i < row.Length; i++) row[i] = ReadCell();
        return new(true);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private Cell ReadCell()
    {
        Span<byte> value = stackalloc byte[16];
        Take(value[..1]);
        var kind = (CellKind)value[0];
        switch (kind)
        {
            case CellKind.Null:
                return Cell.Null;
            case CellKind.Text:
                Take(value[..4]);
                return Cell.Of(ReadText(BinaryPrimitives.ReadInt32LittleEndian(value)));
            case CellKind.Boolean:
                Take(value[..1]);
                return Cell.FromBits(kind, value[0]);
            case CellKind.Decimal:
                Take(value);
                return Cell.Of(MemoryMarshal.Read<decimal>(value));
            default:
                Take(value[..8]);
                return Cell.FromBits(kind, BinaryPrimitives.ReadInt64LittleEndian(value));
        }
    }

    private string ReadText(int length)
    {
        if (filled - at >= length)
        {
            at += length;
            return Encoding.UTF8.GetString(buffer.AsSpan(at - length, length));
        }

        var bytes = new byte[length];
        Take(bytes);
        return Encoding.UTF8.GetString(bytes);
    }

    private void Take(Span<byte> into)
    {
        while (into.Length > 0)
        {
            if (at == filled)
            {
                filled = spool.Read(position, buffer);
                position += filled;
                at = 0;
                if (filled == 0) throw new EndOfStreamException("A spool ends in the middle of a row.");
            }

            var part = Math.Min(into.Length, filled - at);
            buffer.AsSpan(at, part).CopyTo(into);
            at += part;
            into = into[part..];
        }
    }
}
