using System.Text.RegularExpressions;
using Broadsheet.Core;
using Broadsheet.Testing;
using Xunit;

namespace Broadsheet.Server.Tests.Reports.Rendering;

/// <summary>The guide to report documents: every example in it is rendered, and reads as the guide says.</summary>
public sealed class GuideTests : IDisposable
{
    private readonly RenderWorld world = new();

    [Fact]
    public async Task Every_example_becomes_what_the_guide_shows_below_it()
    {
        var guide = await File.ReadAllTextAsync(Repository.File("docs/report-documents.md"), TestContext.Current.CancellationToken);
        var examples = Regex.Matches(guide, "^~~~markdown\n(?<text>.*?)^~~~\n\n~~~text\n(?<result>.*?)^~~~\n", RegexOptions.Multiline | RegexOptions.Singleline, TimeSpan.FromSeconds(10));
        Assert.Equal(Regex.Count(guide, "^~~~markdown$", RegexOptions.Multiline, TimeSpan.FromSeconds(10)), examples.Count);
        Assert.True(examples.Count >= 7, $"The guide has {examples.Count} examples.");
        RenderWorld.Execute(world.Database, "create table projects (region text); insert into projects values ('EU'), ('US')");
        var wrong = new List<string>();
        foreach (Match example in examples)
        {
            var rendered = await world.RenderAsync(example.Groups["text"].Value, null, "html");
            Assert.True(rendered.IsOk, (rendered.Problem as Problem.Invalid)?.Errors[0].Message + example.Groups["text"].Value);
            var reads = Body(rendered.Value.EmailText);
            if (example.Groups["result"].Value.TrimEnd() != reads) wrong.Add($"{rendered.Value.Title} reads:\n{reads}\n");
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    public void Dispose() => world.Dispose();

    /// <summary>Without the line that says which report, version and slot it was.</summary>
    private static string Body(string mail) => mail[..mail.LastIndexOf("-- \n", StringComparison.Ordinal)].TrimEnd();
}
