using System.Globalization;
using System.Text;
using Broadsheet.Core.Reports.Blocks;

namespace Broadsheet.Adapters.Formats.Pdf;

/// <summary>
/// A PDF written page by page: a finished page leaves memory. Fonts, of which only the used glyphs are embedded, the number of
/// pages, bookmarks and the catalogue follow at the end.
/// </summary>
internal sealed class PdfDocument
{
    private const int Common = 0x500;
    private readonly PdfObjects objects;
    private readonly PdfFonts fonts;
    private readonly PdfContent content = new();
    private readonly List<PdfFontUse> uses = [];
    private readonly Dictionary<TrueTypeFont, PdfFontUse> byFont = [];

    /// <summary>What was found for the characters that most texts are made of, by face.</summary>
    private readonly (PdfFontUse Use, int Glyph)[][] common = [.. Enum.GetValues<PdfFace>().Select(_ => new (PdfFontUse, int)[Common])];
    private readonly List<int> pages = [];
    private readonly List<int> links = [];
    private readonly PdfOutline outline = new();
    private readonly (int Pages, int Total, int Resources) ids;
    private int page;

    public PdfDocument(Stream output, PdfFonts fonts, double width, double height)
    {
        (this.fonts, Width, Height) = (fonts, width, height);
        objects = new(output);
        ids = (objects.Reserve(), objects.Reserve(), objects.Reserve());
        Tags = new(objects);
        Canvas = new PdfCanvas(this, content, height);
    }

    public double Width { get; }

    public double Height { get; }

    public PdfCanvas Canvas { get; }

    public PdfTags Tags { get; }

    /// <summary>The number of the page's object.</summary>
    public int PageId => page == 0 ? page = objects.Reserve() : page;

    /// <summary>From 1; the page being drawn.</summary>
    public int Page => pages.Count + 1;

    public (PdfFontUse Use, int Glyph) Glyph(PdfFace face, int character)
    {
        if (character >= Common) return Find(face, character);
        ref var known = ref common[(int)face][character];
        if (known.Use is null) known = Find(face, character);
        return known;
    }

    /// <summary>A link of the element that is open.</summary>
    public void Link(double x, double y, double width, double height, string address)
    {
        var id = objects.Reserve();
        var key = Tags.Annotate(PageId, id);
        objects.Write(id, string.Create(CultureInfo.InvariantCulture, $"<</Type/Annot/Subtype/Link/F 4/StructParent {key}/Contents{PdfObjects.Text(address)}/Border[0 0 0]"
            + $"/Rect[{x:0.##} {Height - y - height:0.##} {x + width:0.##} {Height - y:0.##}]/A<</S/URI/URI({Escaped(address)})>>>>"));
        links.Add(id);
    }

    public void Bookmark(int level, string title, double y) => outline.Add(level, title, PageId, Height - y);

    /// <summary>Shows the number of pages, known only at the end, from <paramref name="x"/> on the base line <paramref name="y"/>.</summary>
    public void TotalAt(double x, double y)
    {
        content.Op("q 1 0 0 1 "u8);
        content.Number(x);
        content.Number(Height - y);
        content.Op("cm /Total Do Q\n"u8);
    }

    public void EndPage()
    {
        Canvas.EndPage();
        var stream = objects.Reserve();
        objects.WriteStream(stream, "", content.Bytes);
        var annotations = links.Count == 0 ? "" : $"/Annots[{string.Join(' ', links.Select(l => l.ToString(CultureInfo.InvariantCulture) + " 0 R"))}]";
        objects.Write(PageId, string.Create(CultureInfo.InvariantCulture,
            $"<</Type/Page/Parent {ids.Pages} 0 R/MediaBox[0 0 {Width:0.##} {Height:0.##}]/Resources {ids.Resources} 0 R/Contents {stream} 0 R/Tabs/S/StructParents {Tags.EndPage()}{annotations}>>"));
        pages.Add(PageId);
        page = 0;
        links.Clear();
        content.Clear();
    }

    public void Finish(string title, string subject, string language)
    {
        Canvas.Unmarked = true;
        Canvas.Text(0, Height, pages.Count.ToString(CultureInfo.InvariantCulture), new(8, Palette.Muted));
        objects.WriteStream(ids.Total, $"/Type/XObject/Subtype/Form/BBox[0 -5 80 12]/Resources {ids.Resources} 0 R", content.Bytes);
        var names = new StringBuilder();
        foreach (var use in uses) names.Append(CultureInfo.InvariantCulture, $"/{use.Name} {use.Write(objects)} 0 R");
        objects.Write(ids.Resources, $"<</Font<<{names}>>/XObject<</Total {ids.Total} 0 R>>>>");
        objects.Write(ids.Pages, $"<</Type/Pages/Count {pages.Count}/Kids[{string.Join(' ', pages.Select(p => $"{p} 0 R"))}]>>");
        var outlines = outline.Write(objects) is { } first ? $"/Outlines {first} 0 R/PageMode/UseOutlines" : "";
        var root = objects.Add($"<</Type/Catalog/Pages {ids.Pages} 0 R/Lang({Escaped(language)})/MarkInfo<</Marked true>>/StructTreeRoot {Tags.Finish()} 0 R"
            + $"/ViewerPreferences<</DisplayDocTitle true>>{outlines}>>");
        var info = objects.Add($"<</Title{PdfObjects.Text(title)}/Subject{PdfObjects.Text(subject)}/Producer(Broadsheet)>>");
        objects.Finish(root, info);
    }

    private (PdfFontUse Use, int Glyph) Find(PdfFace face, int character)
    {
        var (font, glyph) = fonts.Find(face, character);
        if (!byFont.TryGetValue(font, out var use))
        {
            use = new PdfFontUse(font, "F" + uses.Count.ToString(CultureInfo.InvariantCulture));
            byFont.Add(font, use);
            uses.Add(use);
        }

        return (use, glyph);
    }

    private static string Escaped(string text) =>
        string.Concat(text.Where(c => c is >= ' ' and < '\u007f').Select(c => c is '(' or ')' or '\\' ? "\\" + c : c.ToString()));
}
