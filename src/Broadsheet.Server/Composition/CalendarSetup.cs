using Broadsheet.Server.Calendars;

namespace Broadsheet.Server.Composition;

internal static class CalendarSetup
{
    public static void AddCalendars(this IServiceCollection services) =>
        services.AddScoped<ReadCalendars>().AddScoped<SaveCalendar>().AddScoped<DeleteCalendar>();
}
