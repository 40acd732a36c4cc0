namespace Broadsheet.Adapters.Net;

/// <summary>What one HTTP call may cost us.</summary>
public sealed record OutboundLimits
{
    /// <summary>Bytes of an answer's body that are read; the rest is cut off and the connection closed.</summary>
    public int AnswerBytes { get; init; } = 64 * 1024;

    /// <summary>From the call to the end of the answer, for a request of no size.</summary>
    public TimeSpan Time { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Slower uploads than this many bytes a second are given up.</summary>
    public int LeastBytesPerSecond { get; init; } = 64 * 1024;
}
