using NodaTime;

namespace Broadsheet.Core.Recurrence;

/// <summary>
/// What an .ics file was read as: dates in ascending order with their names, or all that is wrong with it. The field of an
/// error is <c>line[n]</c>, counted from 1.
/// </summary>
public sealed record HolidayReading(IReadOnlyList<KeyValuePair<LocalDate, string>> Dates, IReadOnlyList<FieldError> Errors)
{
    public bool IsOk => Errors.Count == 0;
}
