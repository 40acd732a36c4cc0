namespace Broadsheet.Core.Recurrence;

/// <summary>How a recurrence is said; <c>schedule_type</c> of the API in lower case.</summary>
public enum ScheduleType
{
    Daily,
    Weekly,
    Monthly,
    Cron,
}
