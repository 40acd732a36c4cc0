namespace Broadsheet.Core.Runs;

/// <summary>What asked for a run.</summary>
public enum RunTrigger
{
    /// <summary>Its slot came.</summary>
    Schedule,

    /// <summary>A person or a program asked for it now.</summary>
    Manual,

    /// <summary>Its slot had come when an outside cron called for what is due.</summary>
    Process,

    /// <summary>A past slot that had no run.</summary>
    Backfill,

    /// <summary>A person asked for another attempt.</summary>
    Retry,

    /// <summary>A trial that goes to the caller alone.</summary>
    Test,
}
