using System.Globalization;
using System.Text.RegularExpressions;
using Broadsheet.Core.Reports;
using Broadsheet.Core.Reports.Blocks;
using Broadsheet.Core.Reports.Templates;

namespace Broadsheet.Adapters.Documents;

/// <summary>Checks the fences of a body before any data are there: placeholders stand for themselves, lines stay in place.</summary>
internal static partial class Draft
{
    [GeneratedRegex(@"\{\{.*?\}\}", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Tag { get; }

    /// <summary>The table blocks as written; errors are added.</summary>
    public static IReadOnlyList<TableSpec> Check(string body, ReportDocument document, DocumentErrors errors)
    {
        var values = new List<string>();
        var text = Tag.Replace(body, tag =>
        {
            if (tag.Value[2] is '#' or '/' or '!' || tag.Value is "{{else}}") return "";
            values.Add(tag.Value);
            return FilledText.Open + (values.Count - 1).ToString(CultureInfo.InvariantCulture) + FilledText.Close;
        });
        var before = errors.All.Count;
        var blocks = new BodyReader(new(text, values), errors, draft: true).Read();
        if (errors.All.Count == before) CheckNames(blocks, document, errors);
        return [.. blocks.OfType<Block.Table>().Select(t => t.Spec)];
    }

    private static void CheckNames(IReadOnlyList<Block> blocks, ReportDocument document, DocumentErrors errors)
    {
        foreach (var block in blocks)
        {
            switch (block)
            {
                case Block.ListBlock list:
                    foreach (var item in list.Items) CheckNames(item, document, errors);
                    break;
                case Block.Quote quote:
                    CheckNames(quote.Blocks, document, errors);
                    break;
                case Block.Table { Spec: var spec }:
                    CheckQuery(spec.Query, block.Line, document, errors);
                    break;
                case Block.Chart { Spec: var spec }:
                    CheckQuery(spec.Query, block.Line, document, errors);
                    break;
                case Block.Kpi kpi:
                    foreach (var tile in kpi.Specs) CheckTile(tile, block.Line, document, errors);
                    break;
            }
        }
    }

    private static void CheckQuery(string query, int line, ReportDocument document, DocumentErrors errors)
    {
        if (document.Queries.All(q => q.Name != query)) errors.Unknown(line, 1, "query", query, document.Queries.Select(q => q.Name));
    }

    private static void CheckTile(KpiSpec tile, int line, ReportDocument document, DocumentErrors errors)
    {
        foreach (var expression in new[] { tile.Value, tile.Before }.OfType<string>())
        {
            if (expression.Contains("{{", StringComparison.Ordinal)) continue;
            if (Template.Parse("{{" + expression + "}}", document.Names).Problem is Core.Problem.Invalid wrong)
                errors.Add(line, 1, 1, wrong.Errors[0].Code, $"In tile “{tile.Label}”: {expression}: {wrong.Errors[0].Message}", wrong.Errors[0].Suggestion);
        }
    }
}
