using Broadsheet.Core;
using Broadsheet.Core.Ports;
using Broadsheet.Core.Reports;
using Broadsheet.Core.Reports.Blocks;
using Broadsheet.Core.Reports.Templates;

namespace Broadsheet.Adapters.Documents;

/// <summary>Reports as Markdown with YAML front matter and SQL, table, chart and kpi fences.</summary>
public sealed class MarkdownDocuments : IDocumentReader
{
    private const int MaxLength = 1_000_000;

    public Result<ReportDocument> Read(string text)
    {
        if (text.Length > MaxLength) return new Problem.Invalid("", "too-long", $"A report has at most {MaxLength:N0} characters; this has {text.Length:N0}.");
        text = text.ReplaceLineEndings("\n").TrimStart('\uFEFF');
        var errors = new DocumentErrors(text);
        CheckCharacters(text, errors);
        var (yaml, body) = Split(text, errors);
        if (errors.All.Count > 0) return new Problem.Invalid(errors.All);
        var (queries, rest) = SqlFences.Take(body, errors);
        var front = FrontMatter.Read(text, yaml, queries, errors);
        if (front is null) return new Problem.Invalid(errors.All);
        SqlFences.CheckNames(queries, front.Parameters, errors);
        var template = Template.ParseBody(rest, front.Names);
        errors.Add(template.Problem);
        var tables = template.IsOk ? Draft.Check(rest, front, errors) : [];
        return errors.All.Count > 0 ? new Problem.Invalid([.. errors.All.OrderBy(e => e.Span?.Start ?? 0)])
            : front with { Body = template.Value!, Tables = tables };
    }

    public Result<IReadOnlyList<Block>> ReadBody(FilledText body)
    {
        var errors = new DocumentErrors(body.Text);
        var blocks = new BodyReader(body, errors, draft: false).Read();
        return errors.All.Count > 0 ? new Problem.Invalid(errors.All) : Result<IReadOnlyList<Block>>.Ok(blocks);
    }

    private static void CheckCharacters(string text, DocumentErrors errors)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is not ((>= '\uFDD0' and <= '\uFDEF') or '\0')) continue;
            var (line, column) = TextErrors.Place(text, i);
            errors.Add(line, column, 1, "character", $"The character U+{(int)text[i]:X4} stands for nothing and is not allowed: remove it.");
            return;
        }
    }

    /// <summary>The front matter's YAML, and the text with the front matter blanked so that places stay.</summary>
    private static (string Yaml, string Body) Split(string text, DocumentErrors errors)
    {
        if (!text.StartsWith("---\n", StringComparison.Ordinal))
        {
            errors.Add(1, 1, 3, "front-matter", "A report starts with a line of --- and its front matter: title, report_type and source.");
            return ("", text);
        }

        var end = text.IndexOf("\n---", 3, StringComparison.Ordinal);
        while (end >= 0 && end + 4 < text.Length && text[end + 4] != '\n' && !text[(end + 4)..].TrimStart(' ').StartsWith('\n'))
            end = text.IndexOf("\n---", end + 4, StringComparison.Ordinal);
        if (end < 0)
        {
            errors.Add(1, 1, 3, "front-matter", "The front matter is never closed: put a line of --- after it.");
            return ("", text);
        }

        var after = text.IndexOf('\n', end + 1);
        after = after < 0 ? text.Length : after;
        var blank = string.Create(after, text, (span, all) =>
        {
            for (var i = 0; i < span.Length; i++) span[i] = all[i] == '\n' ? '\n' : ' ';
        });
        return (text[4..Math.Max(4, end)], blank + text[after..]);
    }
}
