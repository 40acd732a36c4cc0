namespace Broadsheet.Core.Recurrence;

/// <summary>The fields of a cron expression in their order with seconds.</summary>
internal enum CronField
{
    Second,
    Minute,
    Hour,
    DayOfMonth,
    Month,
    DayOfWeek,
}
