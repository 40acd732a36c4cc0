namespace Broadsheet.Adapters.Formats.Pdf;

/// <summary>An open element of the document's structure. A cell is one, so they are used again: an element is known by its number.</summary>
internal sealed class PdfElement
{
    private readonly PdfContent children = new(128);
    private int page;

    public int Id { get; private set; }

    public string Tag { get; private set; } = "";

    public PdfElement? Parent { get; private set; }

    /// <summary>It owns the shapes drawn in it too, as a figure does.</summary>
    public bool Whole { get; private set; }

    /// <summary>Further entries of its dictionary.</summary>
    public string Entries { get; private set; } = "";

    public PdfElement Start(int id, string tag, string entries, PdfElement? parent, bool whole)
    {
        (Id, Tag, Entries, Parent, Whole, page) = (id, tag, entries, parent, whole, 0);
        children.Clear();
        return this;
    }

    /// <summary>Marked content number <paramref name="mark"/> of a page.</summary>
    public void Add(int onPage, int mark)
    {
        if (page == 0) page = onPage;
        if (page == onPage)
        {
            children.Whole(mark);
            children.Op(" "u8);
            return;
        }

        children.Op("<</Type/MCR/Pg "u8);
        children.Reference(onPage);
        children.Op("/MCID "u8);
        children.Whole(mark);
        children.Op(">>"u8);
    }

    public void Add(PdfElement child) => children.Reference(child.Id);

    public void AddAnnotation(int onPage, int annotation)
    {
        children.Op("<</Type/OBJR/Obj "u8);
        children.Reference(annotation);
        children.Op("/Pg "u8);
        children.Reference(onPage);
        children.Op(">>"u8);
    }

    /// <summary>Writes the closed element.</summary>
    public void Write(PdfObjects objects, int parent)
    {
        var body = objects.Begin(Id);
        body.Op("<</S/"u8);
        body.Text(Tag);
        body.Op("/P "u8);
        body.Reference(parent);
        if (page != 0)
        {
            body.Op("/Pg "u8);
            body.Reference(page);
        }

        body.Text(Entries);
        body.Op("/K["u8);
        body.Op(children.Bytes);
        body.Op("]>>"u8);
        objects.End();
    }
}
