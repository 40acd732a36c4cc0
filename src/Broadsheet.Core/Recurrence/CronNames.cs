namespace Broadsheet.Core.Recurrence;

/// <summary>Which names a field takes.</summary>
internal enum CronNames : byte
{
    None,
    Months,
    Weekdays,
}
