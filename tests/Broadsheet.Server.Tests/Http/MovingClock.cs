namespace Broadsheet.Server.Tests.Http;

/// <summary>The real clock, and what it was moved by; timers stay real.</summary>
internal sealed class MovingClock : TimeProvider
{
    private TimeSpan passed;
    private TimeSpan jumped;

    /// <summary>Time passes: timestamps move with it.</summary>
    public void Move(TimeSpan by) => passed += by;

    /// <summary>Somebody sets the machine's clock: no time passes.</summary>
    public void Jump(TimeSpan by) => jumped += by;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + passed + jumped;

    public override long GetTimestamp() => System.GetTimestamp() + (long)(passed.TotalSeconds * TimestampFrequency);
}
