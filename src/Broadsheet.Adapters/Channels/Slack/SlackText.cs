using Broadsheet.Core.Deliveries;

namespace Broadsheet.Adapters.Channels.Slack;

/// <summary>A message as Slack's mrkdwn.</summary>
internal static class SlackText
{
    private const int LongestSubject = 300;
    private const int LongestText = 3_000;

    /// <summary>The subject in bold, the text, and the link; what would be markup or a mention in them is plain text.</summary>
    public static string Of(Outgoing message)
    {
        var subject = Escape(string.Concat(message.Subject.Select(c => char.IsControl(c) ? ' ' : c)), LongestSubject);
        var link = message.Link is null ? "" : $"\n<{message.Link.AbsoluteUri}|Open the report>";
        return $"*{subject}*\n{Escape(message.Text, LongestText)}{link}";
    }

    private static string Escape(string text, int longest)
    {
        var cut = text.Length <= longest ? text : string.Concat(text.EnumerateRunes().Take(longest - 1).Select(r => r.ToString())) + "…";
        return cut.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);
    }
}
