using Broadsheet.Core.Reports;
using Broadsheet.Core.Reports.Formatting;
using Broadsheet.Core.Reports.Templates;
using NodaTime;
using YamlDotNet.RepresentationModel;

namespace Broadsheet.Adapters.Documents;

/// <summary>What stands between the two lines of ---.</summary>
internal static class FrontMatter
{
    private static readonly FilledText Verbatim = new("", []);
    private static readonly Template NoBody = Template.Parse("").Value!;

    /// <summary>The document with an empty body; null when the front matter is not even a mapping. Errors are added.</summary>
    public static ReportDocument? Read(string text, string yaml, IReadOnlyList<Query> queries, DocumentErrors errors)
    {
        var before = errors.All.Count;
        var node = YamlText.Parse(yaml, 2, errors);
        if (errors.All.Count > before) return null;
        var front = new YamlFields(node, new(2, errors, Verbatim, Draft: false), "the front matter",
            "title", "report_type", "description", "source", "parameters", "locale", "timezone", "file_name", "page", "csv");
        front.Require("title", "The front matter");
        front.Require("report_type", "The front matter");
        var document = new ReportDocument
        {
            Text = text,
            Title = front.Text("title") ?? "",
            ReportType = front.Text("report_type") ?? "",
            Description = front.Text("description"),
            Source = front.Text("source"),
            Parameters = ParameterFields.Read(front, errors),
            Queries = queries,
            Locale = front.Text("locale"),
            TimeZone = front.Text("timezone"),
            FileName = front.Text("file_name"),
            Page = Page(front),
            Csv = Csv(front, queries, errors),
            Body = NoBody,
        };
        Check(document, front, errors);
        return document;
    }

    private static PageSetup Page(YamlFields front)
    {
        if (front.Get("page") is not { } node) return new();
        var page = front.Inner(node, "page", "size", "orientation");
        return new(
            page.Choice("size", false, ("a4", false), ("letter", true)),
            page.Choice<bool?>("orientation", null, ("portrait", false), ("landscape", true), ("auto", null)));
    }

    /// <summary><c>csv: controls</c>, <c>csv: [controls, owners]</c>, or a mapping whose <c>queries</c> says the same.</summary>
    private static CsvOptions Csv(YamlFields front, IReadOnlyList<Query> queries, DocumentErrors errors)
    {
        if (front.Get("csv") is not { } node) return new();
        if (node is not YamlMappingNode) return new() { Queries = Chosen(front, "csv", queries, errors) };
        var csv = front.Inner(node, "csv", "queries", "separator", "bom", "line_end", "raw");
        return new()
        {
            Queries = Chosen(csv, "queries", queries, errors),
            Separator = csv.Choice("separator", ',', (",", ','), (";", ';'), ("|", '|'), ("tab", '\t')),
            Bom = csv.Flag("bom"),
            LineFeedOnly = csv.Choice("line_end", false, ("crlf", false), ("lf", true)),
            Raw = csv.Flag("raw"),
        };
    }

    private static IReadOnlyList<string> Chosen(YamlFields fields, string field, IReadOnlyList<Query> queries, DocumentErrors errors)
    {
        var names = fields.Texts(field).Where(n => n.Length > 0).Distinct(StringComparer.Ordinal).ToList();
        var (line, column) = fields.Place(field);
        foreach (var name in names.Where(n => queries.All(q => q.Name != n)))
            errors.Unknown(line, column, "query", name, queries.Select(q => q.Name));
        return names;
    }

    private static void Check(ReportDocument document, YamlFields front, DocumentErrors errors)
    {
        void Wrong(string field, string code, string message)
        {
            var (line, column) = front.Place(field);
            errors.Add(line, column, 1, code, message);
        }

        if (front.Has("report_type") && !ParameterFields.Name.IsMatch(document.ReportType))
            Wrong("report_type", "report-type", "report_type is lower-case letters, digits and _, starting with a letter, up to 63.");
        if (document.Title.Length > 300) Wrong("title", "too-long", "A title has at most 300 characters.");
        if (document.Locale is { } locale && !CellText.IsLocale(locale))
            Wrong("locale", "unknown-locale", $"“{locale}” is no locale that is known here: write a name as en-GB, pl-PL or de.");
        if (document.TimeZone is { } zone && DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) is null)
            errors.Unknown(front.Place("timezone").Line, front.Place("timezone").Column, "time zone", zone, DateTimeZoneProviders.Tzdb.Ids);
        foreach (var query in document.Queries)
        {
            if (query.Source is null && document.Source is null)
                errors.Add(query.Line - 1, 1, 1, "no-source", $"Query “{query.Name}” has no data source: name one as source: in the front matter, or write ```sql {query.Name} source=….");
            if (document.Parameters.Any(p => p.Name == query.Name))
                errors.Add(query.Line - 1, 1, 1, "query-name", $"“{query.Name}” is a parameter already: give this query another name.");
        }

        CheckPattern(document.Title, "title", document.Names, front, errors);
        CheckPattern(document.FileName ?? "", "file_name", document.Names, front, errors);
    }

    private static void CheckPattern(string pattern, string field, IReadOnlyList<string> names, YamlFields front, DocumentErrors errors)
    {
        if (Template.Parse(pattern, names).Problem is not Core.Problem.Invalid wrong) return;
        var (line, column) = front.Place(field);
        foreach (var error in wrong.Errors)
        {
            var colon = error.Message.IndexOf(": ", StringComparison.Ordinal);
            errors.Add(line, column + (error.Span?.Start ?? 0), 1, error.Code, error.Message[(colon + 2)..], error.Suggestion);
        }
    }
}
