using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace Broadsheet.Adapters.Documents;

/// <summary>YAML to nodes with their places: no tags, no anchors, little depth.</summary>
internal static class YamlText
{
    private const int MaxDepth = 12;

    /// <summary>The document's root; null when it is empty or wrong, with the errors added. <paramref name="line"/> is where the YAML starts.</summary>
    public static YamlNode? Parse(string yaml, int line, DocumentErrors errors)
    {
        try
        {
            if (!IsPlain(yaml, line, errors)) return null;
            var stream = new YamlStream();
            stream.Load(new StringReader(yaml));
            return stream.Documents.Count == 0 ? null : stream.Documents[0].RootNode;
        }
        catch (YamlException wrong)
        {
            errors.Add(line + (int)wrong.Start.Line - 1, (int)wrong.Start.Column, 1, "yaml", $"This is not YAML: {Reason(wrong)}. A text with : or # needs quotes.");
            return null;
        }
    }

    private static bool IsPlain(string yaml, int line, DocumentErrors errors)
    {
        var parser = new Parser(new StringReader(yaml));
        var depth = 0;
        while (parser.MoveNext())
        {
            depth += parser.Current!.NestingIncrease;
            var wrong = parser.Current is AnchorAlias or NodeEvent { Anchor.IsEmpty: false } ? "Anchors and aliases are not used here."
                : depth > MaxDepth + 2 ? $"YAML may be nested {MaxDepth} deep." : null;
            if (wrong is null) continue;
            errors.Add(line + (int)parser.Current.Start.Line - 1, (int)parser.Current.Start.Column, 1, "yaml", wrong);
            return false;
        }

        return true;
    }

    private static string Reason(YamlException wrong)
    {
        var message = wrong.Message;
        var colon = message.StartsWith('(') ? message.IndexOf("): ", StringComparison.Ordinal) : -1;
        return (colon < 0 ? message : message[(colon + 3)..]).TrimEnd('.');
    }
}
