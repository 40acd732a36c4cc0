namespace Broadsheet.Server.Tests.Http;

/// <summary>The real clock and what it was moved on by; timers and timestamps stay real.</summary>
internal sealed class MovingClock : TimeProvider
{
    private TimeSpan ahead;

    public void Move(TimeSpan by) => ahead += by;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + ahead;

    public override long GetTimestamp() => System.GetTimestamp() + (long)(ahead.TotalSeconds * TimestampFrequency);
}
