using System.IO.Compression;
using System.Text.Json.Nodes;

namespace Broadsheet.Core.Tests.Recurrence;

/// <summary>The facts the engine must agree with, one JSON object a line; large files are stored with gzip.</summary>
internal static class Vectors
{
    public static IEnumerable<JsonObject> Rows(string file)
    {
        using var stream = Open(file);
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
            if (line.Length > 0) yield return JsonNode.Parse(line)!.AsObject();
    }

    public static string Text(this JsonObject row, string name) => (string)row[name]!;

    public static string[] Texts(this JsonObject row, string name) => [.. row[name]!.AsArray().Select(n => (string)n!)];

    private static Stream Open(string file)
    {
        var name = $"vectors/{file}";
        var assembly = typeof(Vectors).Assembly;
        var plain = assembly.GetManifestResourceStream(name);
        return plain ?? new GZipStream(assembly.GetManifestResourceStream(name + ".gz")!, CompressionMode.Decompress);
    }
}
