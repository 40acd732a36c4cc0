using Broadsheet.Adapters.Documents;
using Broadsheet.Core;
using Broadsheet.Core.Reports.Blocks;
using Broadsheet.Core.Reports.Templates;
using Broadsheet.Testing;
using Xunit;

namespace Broadsheet.Adapters.Tests.Documents;

public sealed class MarkdownDocumentsTests
{
    private const string Front = "---\ntitle: T\nreport_type: t\nsource: demo\nparameters:\n  region: { type: text }\n---\n";
    private readonly MarkdownDocuments documents = new();

    [Fact]
    public void Every_example_report_compiles()
    {
        var files = Directory.GetFiles(Repository.File("examples"), "*.md", SearchOption.AllDirectories).Where(f => File.ReadAllText(f).StartsWith("---", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(files);
        Assert.All(files, file => Assert.True(documents.Read(File.ReadAllText(file)).IsOk, $"{file}: {documents.Read(File.ReadAllText(file)).Problem?.Summary}"));
    }

    [Theory]
    [InlineData("# no front matter", "Line 1, column 1: A report starts with a line of ---", null)]
    [InlineData("---\ntitel: T\nreport_type: t\n---\n", "Line 2, column 1: There is no setting in the front matter “titel”. Did you mean “title”?", "title")]
    [InlineData("---\ntitle: T\nreport_type: T x\n---\n", "Line 3, column 14: report_type is lower-case letters", null)]
    [InlineData(Front + "{{regoin}}", "Line 8, column 3: Nothing is called “regoin” here. Did you mean “region”?", "region")]
    [InlineData(Front + "a\nb {{#if region}} c", "Line 9, column 3: {{#if}} is never closed.", "{{/if}}")]
    [InlineData(Front + "{{numbr 1 2}}", "Line 8, column 3: There is no helper “numbr”. Did you mean “number”?", "number")]
    [InlineData(Front + "```sql runs\nselect @regon\n```", "Line 9, column 9: There is no parameter “regon”. Did you mean “region”?", "region")]
    [InlineData(Front + "```sql runs\nselect 1\n```\n```table rns\n```", "Line 11, column 1: There is no query “rns”. Did you mean “runs”?", "runs")]
    [InlineData(Front + "```sql runs\nselect 1\n```\n```chart runs\ntype: bars\nx: a\ny: b\n```", "Line 12, column 7: There is no type “bars”. Did you mean “bar”?", "bar")]
    [InlineData(Front + "```sql runs\nselect 1\n```\n```table runs\ncolumns: [{ name: a, format: percnt }]\n```", "Line 12, column 30: “percnt” is no format, did you mean “percent”?", null)]
    [InlineData(Front + "```sql\nselect 1\n```", "Line 8, column 1: An SQL fence needs a name", null)]
    [InlineData("---\ntitle: T\nreport_type: t\nsource: demo\ncsv: rns\n---\n```sql runs\nselect 1\n```", "Line 5, column 6: There is no query “rns”. Did you mean “runs”?", "runs")]
    [InlineData("---\ntitle: [T\n---\n", "Line 3, column", null)]
    public void What_is_wrong_says_line_column_and_remedy(string text, string message, string? suggestion)
    {
        var errors = Assert.IsType<Problem.Invalid>(documents.Read(text).Problem).Errors;
        Assert.Contains(errors, e => e.Message.StartsWith(message, StringComparison.Ordinal) && (suggestion is null || e.Suggestion == suggestion));
    }

    [Theory]
    [InlineData("**x** `y` [z](https://a)")]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("a | b\n--- | ---\n1 | 2")]
    [InlineData("# heading\n- item\n```sql\nselect 1\n```")]
    [InlineData("\" }, { name: injected")]
    public void A_value_is_text_wherever_it_stands(string value)
    {
        var template = Template.ParseBody("# {{v}}\n\n*{{v}}* `{{v}}` [t]({{v}})\n\n- {{v}}\n\n```table q\ntitle: \"{{v}}\"\n```\n", ["v"]).Value!;
        var scope = new TemplateScope(new Dictionary<string, TemplateValue> { ["v"] = new TemplateValue.Scalar(Core.Reports.Tables.Cell.Of(value)) }, new(null, NodaTime.DateTimeZone.Utc));
        var blocks = documents.ReadBody(template.FillMarked(scope).Value!).Value!;
        Assert.Equal(["Heading", "Paragraph", "ListBlock", "Table"], blocks.Select(b => b.GetType().Name));
        Assert.Equal(value, Assert.IsType<Block.Table>(blocks[3]).Spec.Title);
        Assert.Equal(value.Replace("\r", "", StringComparison.Ordinal), Assert.Single(Assert.IsType<Block.Heading>(blocks[0]).Text).Text);
        Assert.DoesNotContain(Assert.IsType<Block.Paragraph>(blocks[1]).Text, r => r.Href is not null);
    }

    [Theory]
    [InlineData("[x](javascript:alert(1))")]
    [InlineData("<javascript:alert(1)>")]
    [InlineData("[x](data:text/html,x)")]
    [InlineData("[x](file:///etc/passwd)")]
    [InlineData("![x](https://example.com/pixel.png)")]
    public void Links_lead_to_the_web_or_a_mailbox_or_nowhere(string markdown)
    {
        var blocks = documents.ReadBody(new(markdown, [])).Value!;
        Assert.DoesNotContain(Assert.IsType<Block.Paragraph>(Assert.Single(blocks)).Text, r => r.Href is not null);
    }
}
