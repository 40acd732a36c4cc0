namespace Broadsheet.Core.Reports.Templates;

/// <summary>Text with <c>{{tags}}</c> to nodes. A block tag alone on its line takes the line's end with it.</summary>
internal sealed class TemplateParser(string text, bool markFences)
{
    private const int MaxDepth = 16;
    private int at;

    public IReadOnlyList<TemplateNode> Parse()
    {
        var nodes = ParseUntil(null, -1, 0, out _);
        return nodes;
    }

    /// <summary>Nodes up to the tag that closes <paramref name="open"/>; that tag's content is <paramref name="closing"/>.</summary>
    private List<TemplateNode> ParseUntil(string? open, int openAt, int depth, out string closing)
    {
        if (depth > MaxDepth) throw Wrong(openAt, 2, $"Blocks may be nested {MaxDepth} deep.");
        var nodes = new List<TemplateNode>();
        while (NextTag(nodes) is var (start, inner, end) && start >= 0)
        {
            var content = text[inner..end];
            if (content.StartsWith('!')) continue;
            if (content.StartsWith('#'))
            {
                nodes.Add(ParseBlock(content, start, inner, end, depth));
            }
            else if (content.StartsWith('/') || IsElse(content))
            {
                closing = content.Trim();
                if (open is null) throw Wrong(start, end - start + 2, $"{{{{{closing}}}}} closes nothing: no block is open here.");
                if (closing[0] == '/' && closing[1..].Trim() != open)
                    throw Wrong(start, end - start + 2, $"{{{{#{open}}}}} is open here, so it must be closed first.", $"{{{{/{open}}}}}");
                elseAt = inner;
                return nodes;
            }
            else
            {
                nodes.Add(new TemplateNode.Output(new ExpressionParser(text, inner, end).ParseAll()));
            }
        }

        if (open is not null) throw Wrong(openAt, 2, $"{{{{#{open}}}}} is never closed.", $"{{{{/{open}}}}}");
        closing = "";
        return nodes;
    }

    private int elseAt;

    private TemplateNode ParseBlock(string content, int start, int inner, int end, int depth)
    {
        var length = 1;
        while (length < content.Length && char.IsLetter(content[length])) length++;
        var name = content[1..length];
        if (name is not ("each" or "if" or "unless"))
            throw Wrong(start, end - start + 2, $"There is no block “#{name}”; there are #each, #if and #unless.", Nearest.To(name, ["each", "if", "unless"]));
        var subject = new ExpressionParser(text, inner + length, end).ParseAll();
        var body = ParseUntil(name, start, depth + 1, out var closing);
        var otherwise = closing[0] == '/' ? [] : ParseElse(name, start, closing, depth);
        return name switch
        {
            "each" => new TemplateNode.Each(subject, body, otherwise),
            "if" => new TemplateNode.If(subject, body, otherwise),
            _ => new TemplateNode.If(subject, otherwise, body),
        };
    }

    private List<TemplateNode> ParseElse(string name, int start, string tag, int depth)
    {
        var from = elseAt;
        if (tag == "else")
        {
            var rest = ParseUntil(name, start, depth + 1, out var closing);
            return closing[0] == '/' ? rest : throw Wrong(elseAt, closing.Length, "A block has one {{else}}, as its last part.");
        }

        if (name != "if") throw Wrong(from, tag.Length, "{{else if}} belongs to {{#if}}.");
        var condition = text.IndexOf("if", from, StringComparison.Ordinal) + 2;
        var test = new ExpressionParser(text, condition, text.IndexOf("}}", condition, StringComparison.Ordinal)).ParseAll();
        var then = ParseUntil(name, start, depth + 1, out var next);
        return [new TemplateNode.If(test, then, next[0] == '/' ? [] : ParseElse(name, start, next, depth))];
    }

    private static bool IsElse(string content) =>
        content.Trim() == "else" || (content.TrimStart().StartsWith("else ", StringComparison.Ordinal) && content.TrimStart()[5..].TrimStart().StartsWith("if ", StringComparison.Ordinal));

    /// <summary>Adds the text before the next tag and moves behind the tag; start is −1 at the end.</summary>
    private (int Start, int Inner, int End) NextTag(List<TemplateNode> nodes)
    {
        var search = at;
        while (true)
        {
            var start = text.IndexOf("{{", search, StringComparison.Ordinal);
            if (start < 0)
            {
                Add(nodes, at, text.Length);
                at = text.Length;
                return (-1, 0, 0);
            }

            if (start > 0 && text[start - 1] == '\\')
            {
                Add(nodes, at, start - 1);
                nodes.Add(new TemplateNode.Literal("{{"));
                at = search = start + 2;
                continue;
            }

            var end = text.IndexOf("}}", start, StringComparison.Ordinal);
            var lineEnd = text.IndexOf('\n', start);
            if (end < 0 || (lineEnd >= 0 && lineEnd < end)) throw Wrong(start, 2, "{{ is not closed by }} on its line. Write \\{{ for two braces.");
            var from = at;
            at = end + 2;
            var alone = IsBlock(text[start + 2]) && Alone(start, at, out from, out at, from);
            if (!alone) Add(nodes, from, start);
            else Add(nodes, from, text.LastIndexOf('\n', start) + 1);
            return (start, start + 2, end);
        }
    }

    private static bool IsBlock(char c) => c is '#' or '/' or '!' or 'e';

    /// <summary>True when only blanks stand beside the tag; <paramref name="next"/> is then the start of the next line.</summary>
    private bool Alone(int start, int after, out int from, out int next, int begin)
    {
        (from, next) = (begin, after);
        if (text[start + 2] == 'e' && !IsElse(text[(start + 2)..(after - 2)])) return false;
        var line = text.LastIndexOf('\n', Math.Max(0, start - 1)) + 1;
        if (start == 0) line = 0;
        if (line < begin || !text.AsSpan(line, start - line).IsWhiteSpace()) return false;
        var end = text.IndexOf('\n', after);
        if (!text.AsSpan(after, (end < 0 ? text.Length : end) - after).IsWhiteSpace()) return false;
        next = end < 0 ? text.Length : end + 1;
        return true;
    }

    private void Add(List<TemplateNode> nodes, int from, int to)
    {
        if (to > from) nodes.Add(new TemplateNode.Literal(markFences ? FenceLines.Mark(text, from, to) : text[from..to]));
    }

    private TemplateException Wrong(int from, int length, string message, string? suggestion = null) =>
        new(TextErrors.At(text, from, length, "template", message, suggestion));
}
