using System.Text.Json.Nodes;
using Broadsheet.Core;
using Broadsheet.Core.Runs;
using Broadsheet.Server.Http;
using Broadsheet.Server.Reports.Rendering;

namespace Broadsheet.Server.Runs.Sharing;

/// <summary>A finished render that several runs use. Its files' bytes are in the store under <paramref name="Contents"/>, in the order of its files.</summary>
internal sealed record SharedRender(RenderedReport Report, IReadOnlyList<ArtifactId> Contents)
{
    /// <summary>
    /// What other nodes need of it. The values behind placeholders stay where they were made; the <paramref name="templates"/> that runs
    /// asked for there go along filled.
    /// </summary>
    public string ToJson(IEnumerable<string> templates) => new JsonObject
    {
        ["files"] = new JsonArray([.. Report.Files.Zip(Contents, (f, content) => (JsonNode)new JsonObject
        {
            ["format"] = f.Format, ["file_name"] = f.FileName, ["media_type"] = f.MediaType, ["bytes"] = f.Bytes, ["rows"] = f.Rows, ["sha256"] = f.Sha256, ["content"] = content.ToString(),
        })]),
        ["filters"] = Report.Filters.DeepClone(),
        ["rows"] = Report.Rows,
        ["title"] = Report.Title,
        ["email_html"] = Report.EmailHtml,
        ["email_text"] = Report.EmailText,
        ["content_hash"] = Report.ContentHash,
        ["texts"] = new JsonObject(templates.Distinct(StringComparer.Ordinal).Select(t => (t, Filled: Report.Fill(t))).Where(t => t.Filled.IsOk)
            .Select(t => KeyValuePair.Create(t.t, (JsonNode?)JsonValue.Create(t.Filled.Value)))),
    }.ToJsonString();

    public static SharedRender Read(string json)
    {
        var node = Wire.Object(json);
        var files = node["files"]!.AsArray().Select(f => f!.AsObject()).ToList();
        string Text(JsonObject from, string name) => from[name]!.GetValue<string>();
        var texts = node["texts"]!.AsObject().ToDictionary(t => t.Key, t => t.Value!.GetValue<string>(), StringComparer.Ordinal);
        var report = new RenderedReport
        {
            Files = [.. files.Select(f => new RenderedFile(Text(f, "format"), Text(f, "file_name"), Text(f, "media_type"), "", f["bytes"]!.GetValue<long>(), f["rows"]!.GetValue<long>(), Text(f, "sha256")))],
            Filters = node["filters"]!.DeepClone().AsObject(),
            Rows = node["rows"]!.GetValue<long>(),
            Title = Text(node, "title"),
            EmailHtml = Text(node, "email_html"),
            EmailText = Text(node, "email_text"),
            ContentHash = Text(node, "content_hash"),
            Fill = template => texts.TryGetValue(template, out var filled) ? filled : Result<string>.Ok(template),
        };
        return new(report, [.. files.Select(f => new ArtifactId(Guid.Parse(Text(f, "content"))))]) { Texts = texts.Keys.ToHashSet(StringComparer.Ordinal) };
    }

    /// <summary>Placeholders it can still fill: null for all, where it was made here.</summary>
    private IReadOnlySet<string>? Texts { get; init; }

    /// <summary>True when every one of <paramref name="templates"/> can be filled.</summary>
    public bool Fits(IEnumerable<string> templates) => Texts is null || templates.All(t => Texts.Contains(t) || !t.Contains("{{", StringComparison.Ordinal));
}
