using System.Globalization;
using System.Text;

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
    private readonly StringBuilder marks = new();
    private int marked;

    public PdfTags(PdfObjects objects)
    {
        this.objects = objects;
        root = objects.Reserve();
        Current = new(objects.Reserve(), "Document", "", null, whole: false);
    }

    public PdfElement Current { get; private set; }

    /// <summary>Opens an element inside the current one until it is disposed of. <paramref name="entries"/> go into its dictionary.</summary>
    public Scope In(string tag, string entries = "", bool whole = false)
    {
        var child = new PdfElement(objects.Reserve(), tag, entries, Current, whole);
        Current.Add(child);
        Current = child;
        return new(this);
    }

    /// <summary>The number of a new piece of marked content of <paramref name="element"/> on the page being drawn.</summary>
    public int Mark(PdfElement element, int page)
    {
        element.Add(page, marked);
        marks.Append(CultureInfo.InvariantCulture, $"{element.Id} 0 R ");
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
        parents.Add(objects.Add($"[{marks}]"));
        marks.Clear();
        marked = 0;
        return parents.Count - 1;
    }

    /// <summary>The number of the root.</summary>
    public int Finish()
    {
        objects.Write(Current.Id, Current.Body(root));
        var keys = string.Join(' ', parents.Select((p, key) => string.Create(CultureInfo.InvariantCulture, $"{key} {p} 0 R")));
        var tree = objects.Add($"<</Nums[{keys}]>>");
        objects.Write(root, string.Create(CultureInfo.InvariantCulture, $"<</Type/StructTreeRoot/K {Current.Id} 0 R/ParentTree {tree} 0 R/ParentTreeNextKey {parents.Count}>>"));
        return root;
    }

    private void Close()
    {
        var parent = Current.Parent!;
        objects.Write(Current.Id, Current.Body(parent.Id));
        Current = parent;
    }

    /// <summary>Closes the element that is open; the default one nothing.</summary>
    internal readonly struct Scope(PdfTags? tags) : IDisposable
    {
        public void Dispose() => tags?.Close();
    }
}
