using System.Globalization;
using System.Text;

namespace Broadsheet.Adapters.Formats.Pdf;

/// <summary>A font in one document, with the glyphs it drew and the characters these were.</summary>
internal sealed class PdfFontUse(TrueTypeFont font, string name)
{
    private readonly SortedDictionary<int, int> used = [];
    private readonly bool[] seen = new bool[font.Glyphs];

    public TrueTypeFont Font => font;

    public string Name => name;

    public void Add(int glyph, int character)
    {
        if (seen[glyph]) return;
        seen[glyph] = true;
        used.Add(glyph, character);
    }

    /// <summary>Embeds the subset; the number of the font's object.</summary>
    public int Write(PdfObjects objects)
    {
        var subset = FontSubset.Build(font, used.Keys);
        var (file, unicode) = (objects.Reserve(), objects.Reserve());
        objects.WriteStream(file, $"/Length1 {subset.Length}", subset);
        objects.WriteStream(unicode, "", Encoding.ASCII.GetBytes(ToUnicode()));
        var full = string.Concat("AAAAA", ((char)('A' + (int.Parse(name.AsSpan(1), CultureInfo.InvariantCulture) % 26))).ToString(), "+", font.Name);
        var descriptor = objects.Add($"<</Type/FontDescriptor/FontName/{full}/Flags 4/FontBBox[{string.Join(' ', font.Box)}]/ItalicAngle 0"
            + $"/Ascent {font.Ascent}/Descent {font.Descent}/CapHeight 700/StemV 80/FontFile2 {file} 0 R>>");
        var widths = string.Concat(used.Keys.Select(g => $"{g}[{font.Width(g)}]"));
        var descendant = objects.Add($"<</Type/Font/Subtype/CIDFontType2/BaseFont/{full}/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
            + $"/FontDescriptor {descriptor} 0 R/CIDToGIDMap/Identity/DW 0/W[{widths}]>>");
        return objects.Add($"<</Type/Font/Subtype/Type0/BaseFont/{full}/Encoding/Identity-H/DescendantFonts[{descendant} 0 R]/ToUnicode {unicode} 0 R>>");
    }

    private string ToUnicode()
    {
        var map = new StringBuilder("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
            + "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n");
        foreach (var part in used.Chunk(100))
        {
            map.Append(CultureInfo.InvariantCulture, $"{part.Length} beginbfchar\n");
            foreach (var (glyph, character) in part)
                map.Append(CultureInfo.InvariantCulture, $"<{glyph:X4}> <{Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(Arabic.Letter(character) ?? char.ConvertFromUtf32(character)))}>\n");
            map.Append("endbfchar\n");
        }

        return map.Append("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n").ToString();
    }
}
