using System.CommandLine;
using System.Text.Json.Nodes;
using Broadsheet.Core;
using Broadsheet.Core.Reports;
using Broadsheet.Server.Composition;
using Broadsheet.Server.Reports.Rendering;
using NodaTime;
using NodaTime.Text;

namespace Broadsheet.Server.CommandLine;

/// <summary>
/// <c>render report.md --filter region=EU --format xlsx --out ./out</c>: one report without a server, for scripts. Exit code 0: the
/// files' paths are on standard output, one a line; 1: the report failed; 2: the command or the document is not valid. Reasons
/// are on standard error.
/// </summary>
internal static class RenderCommand
{
    private const int Failed = 1;

    private static readonly Argument<string> Report = new("report") { Description = "The report document, a .md file" };
    private static readonly Option<string[]> Filter = new("--filter") { Description = "A filter as name=value; may be repeated; a period also as from..to", AllowMultipleArgumentsPerToken = false };
    private static readonly Option<string[]> Format = new("--format") { Description = "csv, json, html, xlsx …; may be repeated or separated by commas", DefaultValueFactory = _ => ["html"] };
    private static readonly Option<string> Out = new("--out") { Description = "Folder for the files", DefaultValueFactory = _ => "." };
    private static readonly Option<string?> Slot = new("--slot") { Description = "The instant that relative periods resolve against, as 2026-11-23T08:00:00Z; now when absent" };
    private static readonly Option<string> Zone = new("--timezone") { Description = "IANA time zone", DefaultValueFactory = _ => "UTC" };
    private static readonly Option<string[]> Source = new("--source") { Description = "A data source as name=/path/to/file.sqlite or name=postgres://user@host:5432/database (password in BROADSHEET_SOURCE_<NAME>_PASSWORD); “demo” needs none" };

    public static Command Of(TextWriter output, TextWriter error)
    {
        var render = new Command("render", "Render one report without a server") { Report, Filter, Format, Out, Slot, Zone, Source };
        render.SetAction((parsed, ct) => RenderAsync(parsed, output, error, ct));
        return render;
    }

    private static async Task<int> RenderAsync(ParseResult parsed, TextWriter output, TextWriter error, CancellationToken ct)
    {
        using var tools = new RenderTools();
        var request = await RequestAsync(parsed, tools, ct);
        if (!request.IsOk) return await ExplainAsync(error, parsed.GetValue(Report)!, request.Problem, Commands.NotValid);
        var rendered = await tools.Render.RunAsync(request.Value, ct);
        if (!rendered.IsOk) return await ExplainAsync(error, parsed.GetValue(Report)!, rendered.Problem, Failed);
        foreach (var file in rendered.Value.Files) await output.WriteLineAsync(file.Path);
        return 0;
    }

    private static async Task<Result<RenderRequest>> RequestAsync(ParseResult parsed, RenderTools tools, CancellationToken ct)
    {
        var path = parsed.GetValue(Report)!;
        if (!File.Exists(path)) return new Problem.Invalid("report", "no-file", $"There is no file “{path}”.");
        var document = tools.Reader.Read(await File.ReadAllTextAsync(path, ct));
        if (!document.IsOk) return document.Problem;
        var slot = parsed.GetValue(Slot);
        var instant = slot is null ? null : InstantPattern.ExtendedIso.Parse(slot);
        if (instant is { Success: false }) return new Problem.Invalid("--slot", "wrong-type", "An instant is written 2026-11-23T08:00:00Z.");
        if (DateTimeZoneProviders.Tzdb.GetZoneOrNull(parsed.GetValue(Zone)!) is not { } zone)
            return new Problem.Invalid("--timezone", "unknown-zone", $"There is no time zone “{parsed.GetValue(Zone)}”.", Nearest.To(parsed.GetValue(Zone)!, DateTimeZoneProviders.Tzdb.Ids)!);
        var filters = Filters(parsed.GetValue(Filter) ?? []);
        if (!filters.IsOk) return filters.Problem;
        var sources = SourceArguments.Read(parsed.GetValue(Source) ?? []);
        if (!sources.IsOk) return sources.Problem;
        return new RenderRequest
        {
            Document = document.Value,
            Version = Path.GetFileName(path),
            Filters = filters.Value,
            Slot = instant?.Value ?? tools.Clock.Now,
            Zone = zone,
            WeekStart = IsoDayOfWeek.Monday,
            Formats = [.. parsed.GetValue(Format)!.SelectMany(f => f.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).Distinct()],
            Source = (name, token) => tools.OpenAsync(name, sources.Value, token),
            Folder = Path.GetFullPath(parsed.GetValue(Out)!),
            Limits = RenderLimits.Default,
        };
    }

    private static Result<JsonObject> Filters(string[] given)
    {
        var filters = new JsonObject();
        foreach (var text in given)
        {
            if (text.Split('=', 2) is not [{ Length: > 0 } name, var value]) return new Problem.Invalid("--filter", "wrong-type", $"A filter is written name=value; “{text}” is not.");
            JsonNode node = value.Split("..", 2) is [var from, var to] && LocalDatePattern.Iso.Parse(from).Success
                ? new JsonObject { ["from"] = from, ["to"] = to } : JsonValue.Create(value);
            if (filters[name] is JsonArray list) list.Add(node);
            else filters[name] = filters[name] is { } first ? new JsonArray(first.DeepClone(), node) : node;
        }

        return filters;
    }

    private static async Task<int> ExplainAsync(TextWriter error, string report, Problem problem, int code)
    {
        if (problem is Problem.Invalid invalid)
        {
            foreach (var e in invalid.Errors) await error.WriteLineAsync($"{report}: {(e.Field.Length > 0 ? e.Field + ": " : "")}{e.Message}{(e.Suggestion is { } s ? $" Did you mean {s}?" : "")}");
        }
        else
        {
            await error.WriteLineAsync($"{report}: {problem.Summary}");
        }

        return problem is Problem.Invalid && code == Failed ? Commands.NotValid : code;
    }
}
