namespace Broadsheet.Core.Reports.Templates;

/// <summary>
/// Text with <c>{{placeholders}}</c>, <c>{{#each}}</c>, <c>{{#if}}</c> and <c>{{#unless}}</c>, parsed. Immutable and thread-safe. It sees only
/// <see cref="TemplateValue"/>s and the fixed helpers, and is bounded in depth, steps and output.
/// </summary>
public sealed class Template
{
    private readonly string text;
    private readonly IReadOnlyList<TemplateNode> nodes;

    private Template(string text, IReadOnlyList<TemplateNode> nodes) => (this.text, this.nodes) = (text, nodes);

    /// <summary>
    /// Parses <paramref name="text"/>. With <paramref name="known"/>, a first name that is none of them is an error with a suggestion,
    /// except inside loops over rows, where columns are known only when the query ran.
    /// </summary>
    public static Result<Template> Parse(string text, IReadOnlyCollection<string>? known = null) => Parse(text, known, markFences: false);

    /// <summary>The same for Markdown: its fences keep the line they stand on, for errors that only the data show.</summary>
    public static Result<Template> ParseBody(string text, IReadOnlyCollection<string> known) => Parse(text, known, markFences: true);

    private static Result<Template> Parse(string text, IReadOnlyCollection<string>? known, bool markFences)
    {
        try
        {
            var parsed = new TemplateParser(text, markFences).Parse();
            var errors = known is null ? [] : new NameCheck(text, known).Check(parsed);
            return errors.Count > 0 ? new Problem.Invalid(errors) : new Template(text, parsed);
        }
        catch (TemplateException failure)
        {
            return new Problem.Invalid([failure.Error]);
        }
    }

    /// <summary>The text with values in place, for subjects, file names and plain bodies; line ends in values become spaces.</summary>
    public Result<string> Fill(TemplateScope scope) => Run(new TemplateRun(text, scope, marks: false)).Select(filled => filled.Text);

    /// <summary>The text with marks for values, to be read as Markdown.</summary>
    public Result<FilledText> FillMarked(TemplateScope scope) => Run(new TemplateRun(text, scope, marks: true));

    /// <summary>The value of one expression as it stands in a fence (<c>runs.pass_rate</c>, <c>sum runs.passed</c>).</summary>
    public static Result<TemplateValue> Evaluate(string expression, TemplateScope scope)
    {
        try
        {
            var parsed = new ExpressionParser(expression, 0, expression.Length).ParseAll();
            return new TemplateRun(expression, scope, marks: false).Value(parsed);
        }
        catch (TemplateException failure)
        {
            return new Problem.Invalid([failure.Error]);
        }
    }

    private Result<FilledText> Run(TemplateRun run)
    {
        try
        {
            return run.Fill(nodes);
        }
        catch (TemplateException failure)
        {
            return new Problem.Invalid([failure.Error]);
        }
    }
}
