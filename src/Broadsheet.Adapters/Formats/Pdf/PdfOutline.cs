using System.Globalization;

namespace Broadsheet.Adapters.Formats.Pdf;

/// <summary>The bookmarks of a document, nested as its headings are.</summary>
internal sealed class PdfOutline
{
    private readonly List<Item> items = [];

    public void Add(int level, string title, int page, double top)
    {
        var parent = items.FindLastIndex(i => i.Level < level);
        items.Add(new(level, title, page, top, parent));
    }

    /// <summary>Writes all; the number of the root, null when there are none.</summary>
    public int? Write(PdfObjects objects)
    {
        if (items.Count == 0) return null;
        var root = objects.Reserve();
        var ids = items.Select(_ => objects.Reserve()).ToList();
        for (var i = 0; i < items.Count; i++)
        {
            var item = items[i];
            var siblings = Children(item.Parent);
            var at = siblings.IndexOf(i);
            var place = string.Create(CultureInfo.InvariantCulture, $"/Dest[{item.Page} 0 R/XYZ 0 {item.Top:0.##} null]");
            objects.Write(ids[i], $"<</Title{PdfObjects.Text(item.Title)}/Parent {(item.Parent < 0 ? root : ids[item.Parent])} 0 R{place}"
                + (at > 0 ? $"/Prev {ids[siblings[at - 1]]} 0 R" : "") + (at + 1 < siblings.Count ? $"/Next {ids[siblings[at + 1]]} 0 R" : "") + $"{Ends(i, ids)}>>");
        }

        objects.Write(root, $"<</Type/Outlines{Ends(-1, ids)}>>");
        return root;
    }

    private string Ends(int parent, List<int> ids)
    {
        var children = Children(parent);
        return children.Count == 0 ? "" : $"/First {ids[children[0]]} 0 R/Last {ids[children[^1]]} 0 R/Count {Below(parent)}";
    }

    private List<int> Children(int parent) => [.. Enumerable.Range(parent + 1, items.Count - parent - 1).Where(i => items[i].Parent == parent)];

    private int Below(int parent) => Children(parent).Sum(c => 1 + Below(c));

    private sealed record Item(int Level, string Title, int Page, double Top, int Parent);
}
