using System.Buffers.Binary;
using System.Text;

namespace Broadsheet.Adapters.Formats.Pdf;

/// <summary>
/// A TrueType file: which glyph a character has, how wide it is, and its tables for subsetting. Immutable and thread-safe. Source: the
/// OpenType specification's cmap (formats 4 and 12), head, hhea, hmtx, maxp and loca tables.
/// </summary>
internal sealed class TrueTypeFont
{
    private readonly byte[] data;
    private readonly Dictionary<string, (int Offset, int Length)> tables = new(StringComparer.Ordinal);
    private readonly Dictionary<int, int> glyphs = [];
    private readonly int[] ascii = new int[128];
    private readonly int[] widths;
    private readonly bool longOffsets;

    /// <summary>Throws <see cref="InvalidDataException"/> for a file that is no TrueType font with outlines.</summary>
    public TrueTypeFont(string path)
    {
        data = File.ReadAllBytes(path);
        Name = new string([.. Path.GetFileNameWithoutExtension(path).Where(char.IsAsciiLetterOrDigit)]);
        for (var i = 0; i < U16(4); i++)
        {
            var entry = 12 + (16 * i);
            tables[Encoding.ASCII.GetString(data, entry, 4)] = (U32(entry + 8), U32(entry + 12));
        }

        if (!tables.ContainsKey("glyf") || !tables.TryGetValue("cmap", out var cmap)) throw new InvalidDataException($"{path} has no TrueType outlines.");
        var head = tables["head"].Offset;
        var units = U16(head + 18);
        Box = [.. Enumerable.Range(0, 4).Select(i => S16(head + 36 + (2 * i)) * 1000 / units)];
        longOffsets = S16(head + 50) != 0;
        var hhea = tables["hhea"].Offset;
        (Ascent, Descent) = (S16(hhea + 4) * 1000 / units, S16(hhea + 6) * 1000 / units);
        Metrics = U16(hhea + 34);
        var count = U16(tables["maxp"].Offset + 4);
        var metrics = tables["hmtx"].Offset;
        widths = [.. Enumerable.Range(0, count).Select(g => U16(metrics + (4 * Math.Min(g, Metrics - 1))) * 1000 / units)];
        ReadCharacters(cmap.Offset);
        for (var i = 0; i < ascii.Length; i++) ascii[i] = glyphs.GetValueOrDefault(i);
    }

    public string Name { get; }

    /// <summary>In thousandths of the size, as all measures here.</summary>
    public int Ascent { get; }

    public int Descent { get; }

    public IReadOnlyList<int> Box { get; }

    /// <summary>How many glyphs have a width of their own in hmtx.</summary>
    public int Metrics { get; }

    /// <summary>The glyph of a code point; 0 when the font has none.</summary>
    public int Glyph(int character) => character < 128 ? ascii[character] : glyphs.GetValueOrDefault(character);

    public int Glyphs => widths.Length;

    public int Width(int glyph) => glyph < widths.Length ? widths[glyph] : 0;

    public bool Has(string table) => tables.ContainsKey(table);

    public ReadOnlySpan<byte> Table(string name) => data.AsSpan(tables[name].Offset, tables[name].Length);

    /// <summary>A glyph's outline; empty for a blank.</summary>
    public ReadOnlySpan<byte> Outline(int glyph)
    {
        var loca = tables["loca"].Offset;
        var (from, to) = longOffsets ? (U32(loca + (4 * glyph)), U32(loca + (4 * glyph) + 4)) : (U16(loca + (2 * glyph)) * 2, U16(loca + (2 * glyph) + 2) * 2);
        return data.AsSpan(tables["glyf"].Offset + from, to - from);
    }

    private void ReadCharacters(int cmap)
    {
        var (best, format) = (-1, 0);
        for (var i = 0; i < U16(cmap + 2); i++)
        {
            var subtable = cmap + U32(cmap + 4 + (8 * i) + 4);
            if (U16(subtable) is 4 or 12 && U16(subtable) > format) (best, format) = (subtable, U16(subtable));
        }

        if (format == 12) ReadGroups(best);
        else if (format == 4) ReadSegments(best);
    }

    private void ReadGroups(int at)
    {
        for (var i = 0; i < U32(at + 12); i++)
        {
            var group = at + 16 + (12 * i);
            var (first, last, glyph) = (U32(group), U32(group + 4), U32(group + 8));
            for (var c = first; c <= last; c++) glyphs[c] = glyph + c - first;
        }
    }

    private void ReadSegments(int at)
    {
        var count = U16(at + 6) / 2;
        for (var i = 0; i < count; i++)
        {
            var (end, start, delta) = (U16(at + 14 + (2 * i)), U16(at + 16 + (2 * count) + (2 * i)), S16(at + 16 + (4 * count) + (2 * i)));
            var rangeAt = at + 16 + (6 * count) + (2 * i);
            var range = U16(rangeAt);
            for (var c = start; c <= end && c != 0xFFFF; c++)
            {
                var glyph = range == 0 ? (c + delta) & 0xFFFF : U16(rangeAt + range + (2 * (c - start)));
                if (range != 0 && glyph != 0) glyph = (glyph + delta) & 0xFFFF;
                if (glyph != 0) glyphs[c] = glyph;
            }
        }
    }

    private int U16(int at) => BinaryPrimitives.ReadUInt16BigEndian(data.AsSpan(at));

    private int S16(int at) => BinaryPrimitives.ReadInt16BigEndian(data.AsSpan(at));

    private int U32(int at) => (int)BinaryPrimitives.ReadUInt32BigEndian(data.AsSpan(at));
}
