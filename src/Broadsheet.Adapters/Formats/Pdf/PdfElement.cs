using System.Globalization;
using System.Text;

namespace Broadsheet.Adapters.Formats.Pdf;

/// <summary>An open element of the document's structure. <paramref name="whole"/> owns the shapes drawn in it too, as a figure does.</summary>
internal sealed class PdfElement(int id, string tag, string entries, PdfElement? parent, bool whole)
{
    private readonly StringBuilder children = new();
    private int page;

    public int Id => id;

    public string Tag => tag;

    public PdfElement? Parent => parent;

    public bool Whole => whole;

    /// <summary>Marked content number <paramref name="mark"/> of a page.</summary>
    public void Add(int onPage, int mark)
    {
        if (page == 0) page = onPage;
        if (page == onPage) children.Append(CultureInfo.InvariantCulture, $"{mark} ");
        else children.Append(CultureInfo.InvariantCulture, $"<</Type/MCR/Pg {onPage} 0 R/MCID {mark}>>");
    }

    public void Add(PdfElement child) => children.Append(CultureInfo.InvariantCulture, $"{child.Id} 0 R ");

    public void AddAnnotation(int onPage, int annotation) => children.Append(CultureInfo.InvariantCulture, $"<</Type/OBJR/Obj {annotation} 0 R/Pg {onPage} 0 R>>");

    /// <summary>The object of the closed element.</summary>
    public string Body(int parentId)
    {
        var on = page == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"/Pg {page} 0 R");
        return string.Create(CultureInfo.InvariantCulture, $"<</S/{tag}/P {parentId} 0 R{on}{entries}/K[{children}]>>");
    }
}
