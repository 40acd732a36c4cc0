using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Broadsheet.Server.Tests.Http;

/// <summary>What came back.</summary>
internal sealed record Answer(HttpStatusCode Status, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);

    public JsonNode Json => JsonNode.Parse(Body)!;

    public string Code => Json["code"]!.GetValue<string>();

    /// <summary>The first wrong field and why.</summary>
    public (string Field, string Code) Error => (Json["errors"]![0]!["field"]!.GetValue<string>(), Json["errors"]![0]!["code"]!.GetValue<string>());

    /// <summary>The cookies set, as the browser would send them back.</summary>
    public string Cookies => string.Join("; ", Headers["Set-Cookie"].Split('\n').Select(c => c.Split(';')[0]));

    public string? Header(string name) => Headers.GetValueOrDefault(name);

    public override string ToString() => $"{(int)Status} {Text}";
}
