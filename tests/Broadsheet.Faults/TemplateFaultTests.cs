using System.Globalization;
using System.Text.Json.Nodes;
using Broadsheet.Faults.Parts;
using Xunit;

namespace Broadsheet.Faults;

/// <summary>Documents made to exhaust the stack of what reads them.</summary>
public sealed class TemplateFaultTests
{
    private const int Deep = 20_000;
    private const string Query = "\n```sql rows\nselect 1 as n\n```\n";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_document_nested_without_end_is_refused_or_fails_and_the_server_lives_on()
    {
        await using var world = await World.OnSqliteAsync();
        var server = world.Nodes[0];
        foreach (var (name, text) in Documents())
        {
            var saved = await server.AskAsync("POST", "/api/v1/reports/templates", new JsonObject { ["text"] = text }, World.Key, Ct);
            Assert.True(saved is { Status: 201 or 422 or 400 }, $"{name}: {saved?.Status.ToString(CultureInfo.InvariantCulture) ?? "no answer"}");
            if (saved is { Status: not 201 }) continue;
            foreach (var format in new[] { "html", "pdf" })
            {
                var shown = await server.AskAsync("POST", "/api/v1/reports/templates/preview", new JsonObject { ["text"] = text, ["format"] = format }, World.Key, Ct);
                Assert.True(shown is { Status: < 500 or 503 }, $"{name} as {format}: {shown?.Status.ToString(CultureInfo.InvariantCulture) ?? "no answer"} {server.Log}");
            }
        }

        Assert.False(server.HasExited, server.Log);
        await world.DueAsync(await world.PlanAsync(1));
        await world.WantAsync(200, "POST", "/api/scheduled-exports/process");
        Assert.Empty((await world.JudgeAsync()).Unknown);
    }

    private static IEnumerable<(string Name, string Text)> Documents()
    {
        string Body(string text) => Head("") + Query + "\n" + text + "\n";
        yield return ("quotes", Body(new string('>', Deep) + " x"));
        yield return ("lists", Body(Times("- ", Deep) + "x"));
        yield return ("emphasis", Body(Times("*_", Deep) + "x" + Times("_*", Deep)));
        yield return ("links", Body(new string('[', Deep) + "x" + Times("](http://x)", Deep)));
        yield return ("elements", Body(Times("<div>", Deep) + "x" + Times("</div>", Deep)));
        yield return ("indented lists", Body(string.Join('\n', Enumerable.Range(0, 900).Select(i => new string(' ', i * 2) + "- x"))));
        yield return ("conditions", Body(Times("{{#if rows}}", Deep) + "x" + Times("{{/if}}", Deep)));
        yield return ("otherwises", Body(Times("{{#if rows}}{{else}}", Deep) + "x" + Times("{{/if}}", Deep)));
        yield return ("loops", Body(Times("{{#each rows}}", Deep) + "x" + Times("{{/each}}", Deep)));
        yield return ("brackets", Body("{{" + Times("(if ", Deep) + "1" + new string(')', Deep) + "}}"));
        yield return ("paths", Body("{{rows" + Times(".a", Deep) + "}}"));
        yield return ("lists in the front matter", Head("parameters: " + new string('[', Deep) + new string(']', Deep) + "\n") + Query);
        yield return ("maps in the front matter", Head("parameters: " + Times("{a: ", Deep) + "1" + new string('}', Deep) + "\n") + Query);
        yield return ("lists in a table", Body("```table rows\ncolumns: " + new string('[', Deep) + new string(']', Deep) + "\n```"));
        yield return ("brackets in SQL", Head("") + "\n```sql rows\nselect " + new string('(', Deep) + "1" + new string(')', Deep) + " as n\n```\n");
    }

    private static string Head(string more) => $"---\ntitle: Deep\nreport_type: deep_{Guid.CreateVersion7():N}\nsource: rows\n{more}---\n";

    private static string Times(string text, int count) => string.Concat(Enumerable.Repeat(text, count));
}
