using System.Text;

namespace Broadsheet.Adapters.Tests.Channels.Email;

/// <summary>A message as a mail server took it: envelope lines as sent, content with the dots undone.</summary>
internal sealed record FakeMail(string From, IReadOnlyList<string> To, byte[] Content, long Length)
{
    public string Text => Encoding.UTF8.GetString(Content);

    /// <summary>The value of a header, unfolded; null where it is absent.</summary>
    public string? Header(string name)
    {
        var head = Text.Split("\r\n\r\n")[0].Replace("\r\n ", " ", StringComparison.Ordinal);
        return head.Split("\r\n").FirstOrDefault(l => l.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))?[(name.Length + 1)..].Trim();
    }
}
