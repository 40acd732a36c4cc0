namespace Broadsheet.Core.Recurrence;

/// <summary>"At minutes 5 and 10 of hours 9 to 17": the time fields of cron in words; bits as in <see cref="CronFields"/>.</summary>
internal sealed class PhraseClockSets
{
    public ulong Seconds { get; set; } = 1;

    public ulong Minutes { get; set; } = 1;

    public uint Hours { get; set; }

    /// <summary>A range or an "every" stands in it, as it would in cron.</summary>
    public bool IsInterval { get; set; }
}
