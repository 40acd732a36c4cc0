using Broadsheet.Core.Reports.Blocks;

namespace Broadsheet.Adapters.Formats.Pdf;

/// <summary>Runs of text broken into lines of a width, and drawn.</summary>
internal sealed class PdfText(PdfFlow flow)
{
    /// <summary>Draws the runs from the left edge <paramref name="x"/>; moves the flow below the last line.</summary>
    public void Write(IReadOnlyList<Inline> runs, double x, double size, bool bold)
    {
        var leading = size * 1.45;
        foreach (var line in Lines(runs, flow.Right - x, size, bold))
        {
            flow.Need(leading);
            var at = x;
            foreach (var piece in line)
            {
                var width = flow.Canvas.Measure(piece.Text, size, Face(piece.Style, bold));
                var colour = piece.Href is null ? Palette.Ink : Palette.Link;
                if (piece.Href is { } address)
                {
                    using var link = flow.Tags.In("Link");
                    flow.Canvas.Text(at, flow.Y + size, piece.Text, new(size, colour), Face(piece.Style, bold));
                    flow.Canvas.Line(at, flow.Y + size + 1.5, at + width, flow.Y + size + 1.5, 0.5, Palette.Link);
                    flow.Document.Link(at, flow.Y, width, leading, address);
                }
                else
                {
                    flow.Canvas.Text(at, flow.Y + size, piece.Text, new(size, colour), Face(piece.Style, bold));
                }

                if (piece.Style.HasFlag(RunStyle.Strike)) flow.Canvas.Line(at, flow.Y + (size * 0.7), at + width, flow.Y + (size * 0.7), 0.6, colour);
                at += width;
            }

            flow.Y += leading;
        }
    }

    /// <summary>A plain text in lines of at most <paramref name="width"/>; words longer than a line are cut where it ends.</summary>
    public IReadOnlyList<string> Wrap(string text, double width, double size, PdfFace face)
    {
        if (flow.Canvas.Measure(text, size, face) <= width && !text.Contains('\n', StringComparison.Ordinal)) return [text];
        var lines = new List<string>();
        foreach (var paragraph in text.ReplaceLineEndings("\n").Split('\n'))
            lines.AddRange(Lines([new(paragraph)], width, size, face is PdfFace.Bold or PdfFace.BoldItalic).Select(l => Inline.Plain(l)));
        return lines;
    }

    private List<List<Inline>> Lines(IReadOnlyList<Inline> runs, double width, double size, bool bold)
    {
        var lines = new List<List<Inline>> { new() };
        double used = 0;
        foreach (var (run, word) in runs.SelectMany(r => Words(r.Text).Select(w => (r, w))))
        {
            if (word == "\n")
            {
                lines.Add([]);
                used = 0;
                continue;
            }

            foreach (var part in Parts(word, width, size, Face(run.Style, bold)))
            {
                var wide = flow.Canvas.Measure(part, size, Face(run.Style, bold));
                if (used + flow.Canvas.Measure(part.TrimEnd(), size, Face(run.Style, bold)) > width && used > 0)
                {
                    lines.Add([]);
                    used = 0;
                    if (string.IsNullOrWhiteSpace(part)) continue;
                }

                Append(lines[^1], run, part);
                used += wide;
            }
        }

        return lines;
    }

    private static void Append(List<Inline> line, Inline run, string part)
    {
        if (line.Count > 0 && line[^1].Style == run.Style && line[^1].Href == run.Href) line[^1] = line[^1] with { Text = line[^1].Text + part };
        else line.Add(run with { Text = part });
    }

    /// <summary>Words with the blanks behind them; each character of scripts without blanks is a word.</summary>
    private static IEnumerable<string> Words(string text)
    {
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\n')
            {
                if (i > start) yield return text[start..i];
                yield return "\n";
                start = i + 1;
            }
            else if ((text[i] == ' ' && i + 1 < text.Length && text[i + 1] != ' ') || text[i] is >= '\u2E80' and <= '\uD7FF')
            {
                yield return text[start..(i + 1)];
                start = i + 1;
            }
        }

        if (start < text.Length) yield return text[start..];
    }

    private IEnumerable<string> Parts(string word, double width, double size, PdfFace face)
    {
        var rest = word;
        while (rest.Length > 1 && flow.Canvas.Measure(rest.TrimEnd(), size, face) > width)
        {
            var end = rest.Length;
            double sum = 0;
            for (var i = 0; i < rest.Length; i++)
            {
                var step = char.IsHighSurrogate(rest[i]) && i + 1 < rest.Length ? 2 : 1;
                sum += flow.Canvas.Measure(rest.AsSpan(i, step), size, face);
                if (sum <= width || i == 0)
                {
                    i += step - 1;
                    continue;
                }

                end = i;
                break;
            }

            yield return rest[..end];
            rest = rest[end..];
        }

        if (rest.Length > 0) yield return rest;
    }

    private static PdfFace Face(RunStyle style, bool bold) => (style.HasFlag(RunStyle.Code), bold || style.HasFlag(RunStyle.Bold), style.HasFlag(RunStyle.Italic)) switch
    {
        (true, _, _) => PdfFace.Mono,
        (_, true, true) => PdfFace.BoldItalic,
        (_, true, _) => PdfFace.Bold,
        (_, _, true) => PdfFace.Italic,
        _ => PdfFace.Regular,
    };
}
