using System.Collections.Specialized;
using System.Text;
using System.Text.Json.Nodes;

namespace Broadsheet.Adapters.Tests.Channels;

/// <summary>A request as the fake web server got it.</summary>
internal sealed record WebRequest(string Method, string Path, NameValueCollection Headers, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);

    public JsonNode Json => JsonNode.Parse(Body)!;
}
