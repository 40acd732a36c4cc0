using System.Buffers.Binary;
using System.Text;

namespace Broadsheet.Adapters.Formats.Pdf;

/// <summary>A font file with the outlines of some glyphs only, these keeping their numbers.</summary>
internal static class FontSubset
{
    public static byte[] Build(TrueTypeFont font, IEnumerable<int> used)
    {
        var keep = WithParts(font, used);
        var count = keep.Max + 1;
        using var outlines = new MemoryStream();
        var places = new byte[4 * (count + 1)];
        for (var glyph = 0; glyph < count; glyph++)
        {
            BinaryPrimitives.WriteInt32BigEndian(places.AsSpan(4 * glyph), (int)outlines.Length);
            if (!keep.Contains(glyph)) continue;
            outlines.Write(font.Outline(glyph));
            while (outlines.Length % 4 != 0) outlines.WriteByte(0);
        }

        BinaryPrimitives.WriteInt32BigEndian(places.AsSpan(4 * count), (int)outlines.Length);
        return Assemble(Tables(font, count, outlines.ToArray(), places));
    }

    /// <summary>The glyphs with those that they are composed of.</summary>
    private static SortedSet<int> WithParts(TrueTypeFont font, IEnumerable<int> used)
    {
        var keep = new SortedSet<int>(used) { 0 };
        var open = new Queue<int>(keep);
        while (open.TryDequeue(out var glyph))
        {
            var outline = font.Outline(glyph);
            if (outline.Length < 10 || BinaryPrimitives.ReadInt16BigEndian(outline) >= 0) continue;
            var at = 10;
            int flags;
            do
            {
                flags = BinaryPrimitives.ReadUInt16BigEndian(outline[at..]);
                var part = BinaryPrimitives.ReadUInt16BigEndian(outline[(at + 2)..]);
                if (keep.Add(part)) open.Enqueue(part);
                at += 4 + ((flags & 1) != 0 ? 4 : 2) + ((flags & 8) != 0 ? 2 : (flags & 0x40) != 0 ? 4 : (flags & 0x80) != 0 ? 8 : 0);
            }
            while ((flags & 0x20) != 0);
        }

        return keep;
    }

    private static List<(string Name, byte[] Bytes)> Tables(TrueTypeFont font, int count, byte[] outlines, byte[] places)
    {
        var head = font.Table("head").ToArray();
        (head[50], head[51]) = (0, 1);
        Array.Clear(head, 8, 4);
        var maxp = font.Table("maxp").ToArray();
        BinaryPrimitives.WriteUInt16BigEndian(maxp.AsSpan(4), (ushort)count);
        var metrics = Math.Min(font.Metrics, count);
        var hhea = font.Table("hhea").ToArray();
        BinaryPrimitives.WriteUInt16BigEndian(hhea.AsSpan(34), (ushort)metrics);
        var hmtx = font.Table("hmtx")[..((4 * metrics) + (2 * (count - metrics)))].ToArray();
        List<(string, byte[])> tables = [("glyf", outlines), ("head", head), ("hhea", hhea), ("hmtx", hmtx), ("loca", places), ("maxp", maxp)];
        foreach (var hints in new[] { "cvt ", "fpgm", "prep" })
            if (font.Has(hints)) tables.Add((hints, font.Table(hints).ToArray()));
        return [.. tables.OrderBy(t => t.Item1, StringComparer.Ordinal)];
    }

    private static byte[] Assemble(List<(string Name, byte[] Bytes)> tables)
    {
        using var file = new MemoryStream();
        Span<byte> header = stackalloc byte[16];
        var power = (int)Math.Log2(tables.Count);
        BinaryPrimitives.WriteUInt32BigEndian(header, 0x00010000);
        BinaryPrimitives.WriteUInt16BigEndian(header[4..], (ushort)tables.Count);
        BinaryPrimitives.WriteUInt16BigEndian(header[6..], (ushort)(16 << power));
        BinaryPrimitives.WriteUInt16BigEndian(header[8..], (ushort)power);
        BinaryPrimitives.WriteUInt16BigEndian(header[10..], (ushort)((tables.Count * 16) - (16 << power)));
        file.Write(header[..12]);
        var offset = 12 + (16 * tables.Count);
        foreach (var (name, bytes) in tables)
        {
            Encoding.ASCII.GetBytes(name, header);
            BinaryPrimitives.WriteUInt32BigEndian(header[4..], Checksum(bytes));
            BinaryPrimitives.WriteInt32BigEndian(header[8..], offset);
            BinaryPrimitives.WriteInt32BigEndian(header[12..], bytes.Length);
            file.Write(header);
            offset += (bytes.Length + 3) & ~3;
        }

        foreach (var (_, bytes) in tables)
        {
            file.Write(bytes);
            while (file.Length % 4 != 0) file.WriteByte(0);
        }

        return file.ToArray();
    }

    private static uint Checksum(byte[] bytes)
    {
        uint sum = 0;
        for (var i = 0; i < bytes.Length; i++) sum += (uint)bytes[i] << (24 - (8 * (i & 3)));
        return sum;
    }
}
