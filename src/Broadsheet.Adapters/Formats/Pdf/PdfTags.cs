using System.Globalization;

namespace Broadsheet.Adapters.Formats.Pdf;

/// <summary>
/// What a document is made of, for readers who do not see it: headings, paragraphs, lists, tables, figures. An element is written
/// when it closes. Source: ISO 32000-1, 14.7 and 14.8.
/// </summary>
internal sealed class PdfTags
{
    private readonly PdfObjects objects;
    private readonly int root;

    /// <summary>What the parent tree's keys stand for: a page's marks or an annotation's element.</summary>
    private readonly List<int> parents = [];
    private readonly PdfContent marks = new(4_096);
    private readonly Stack<PdfElement> unused = [];
    private int marked;

    public PdfTags(PdfObjects objects)
    {
        this.objects = objects;
        root = objects.Reserve();
        Current = new PdfElement().Start(objects.Reserve(), "Document", "", null, whole: false);
    }

    public PdfElement Current { get; private set; }

    /// <summary>Opens an element inside the current one until it is disposed of. <paramref name="entries"/> go into its dictionary.</summary>
    public Scope In(string tag, string entries = "", bool whole = false)
    {
        var child = (unused.TryPop(out var used) ? used : new()).Start(objects.Reserve(), tag, entries, Current, whole);
        Current.Add(child);
        Current = child;
        return new(this);
    }

    /// <summary>The number of a new piece of marked content of <paramref name="element"/> on the page being drawn.</summary>
    public int Mark(PdfElement element, int page)
    {
        element.Add(page, marked);
        marks.Reference(element.Id);
        return marked++;
    }

    /// <summary>The key of an annotation of the current element.</summary>
    public int Annotate(int page, int annotation)
    {
        Current.AddAnnotation(page, annotation);
        parents.Add(Current.Id);
        return parents.Count - 1;
    }

    /// <summary>Ends the marks of a page: its key.</summary>
    public int EndPage()
    {
        var id = objects.Reserve();
        var list = objects.Begin(id);
        list.Op("["u8);
        list.Op(marks.Bytes);
        list.Op("]"u8);
        objects.End();
        parents.Add(id);
        marks.Clear();
        marked = 0;
        return parents.Count - 1;
    }

    /// <summary>The number of the root.</summary>
    public int Finish()
    {
        Current.Write(objects, root);
        var keys = string.Join(' ', parents.Select((p, key) => string.Create(CultureInfo.InvariantCulture, $"{key} {p} 0 R")));
        var tree = objects.Add($"<</Nums[{keys}]>>");
        objects.Write(root, string.Create(CultureInfo.InvariantCulture, $"<</Type/StructTreeRoot/K {Current.Id} 0 R/ParentTree {tree} 0 R/ParentTreeNextKey {parents.Count}>>"));
        return root;
    }

    private void Close()
    {
        var closed = Current;
        Current = closed.Parent!;
        closed.Write(objects, Current.Id);
        unused.Push(closed);
    }

    /// <summary>Closes the element that is open; the default one nothing.</summary>
    internal readonly struct Scope(PdfTags? tags) : IDisposable
    {
        public void Dispose() => tags?.Close();
    }
}
