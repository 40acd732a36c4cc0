using System.Text;
using Broadsheet.Core.Reports.Blocks;
using Broadsheet.Core.Reports.Templates;
using Markdig.Syntax.Inlines;
using CoreInline = Broadsheet.Core.Reports.Blocks.Inline;

namespace Broadsheet.Adapters.Documents;

/// <summary>Markdig's inlines to runs, values put back as text. HTML never gets here: it was read as text.</summary>
internal sealed class InlineReader(FilledText filled)
{
    public IReadOnlyList<CoreInline> Read(ContainerInline? container)
    {
        var runs = new List<CoreInline>();
        if (container is not null) Walk(container, RunStyle.Plain, null, runs);
        return Merge(runs);
    }

    private void Walk(ContainerInline container, RunStyle style, string? href, List<CoreInline> runs)
    {
        foreach (var inline in container)
        {
            switch (inline)
            {
                case LiteralInline literal:
                    runs.Add(new(literal.Content.ToString(), style, href));
                    break;
                case CodeInline code:
                    runs.Add(new(code.Content, style | RunStyle.Code, href));
                    break;
                case LineBreakInline line:
                    runs.Add(new(line.IsHard ? "\n" : " ", style, href));
                    break;
                case HtmlEntityInline entity:
                    runs.Add(new(entity.Transcoded.ToString(), style, href));
                    break;
                case AutolinkInline link:
                    runs.Add(new(link.Url, style, SafeLink(link.IsEmail ? "mailto:" + link.Url : link.Url)));
                    break;
                case EmphasisInline emphasis:
                    Walk(emphasis, style | Style(emphasis), href, runs);
                    break;
                case LinkInline link:
                    Walk(link, style, link.IsImage ? href : SafeLink(link.Url), runs);
                    break;
                case ContainerInline inner:
                    Walk(inner, style, href, runs);
                    break;
            }
        }
    }

    /// <summary>The address when its scheme is allowed and it has no control characters; else null, and the text stays without a link.</summary>
    private string? SafeLink(string? url)
    {
        var address = filled.Restore(url ?? "");
        return address.Length <= 2_000 && !address.Any(char.IsControl) && Uri.TryCreate(address, UriKind.Absolute, out var uri)
            && uri.Scheme is "http" or "https" or "mailto" ? uri.AbsoluteUri : null;
    }

    private static RunStyle Style(EmphasisInline emphasis) => emphasis.DelimiterChar switch
    {
        '~' => emphasis.DelimiterCount == 2 ? RunStyle.Strike : RunStyle.Plain,
        _ => emphasis.DelimiterCount == 2 ? RunStyle.Bold : RunStyle.Italic,
    };

    /// <summary>Neighbours of one look become one run, so that a value split by the parser is whole before it is put back.</summary>
    private List<CoreInline> Merge(List<CoreInline> runs)
    {
        var merged = new List<CoreInline>();
        var text = new StringBuilder();
        for (var i = 0; i < runs.Count; i++)
        {
            text.Append(runs[i].Text);
            if (i + 1 < runs.Count && runs[i + 1].Style == runs[i].Style && runs[i + 1].Href == runs[i].Href) continue;
            merged.Add(runs[i] with { Text = Clean(filled.Restore(text.ToString())) });
            text.Clear();
        }

        return merged;
    }

    private static string Clean(string text) => text.Any(c => char.IsControl(c) && c != '\n')
        ? string.Concat(text.Where(c => !char.IsControl(c) || c is '\n' or '\t')).Replace('\t', ' ') : text;
}
