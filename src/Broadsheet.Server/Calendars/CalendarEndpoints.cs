using Broadsheet.Core.Calendars;
using Broadsheet.Server.Http;

namespace Broadsheet.Server.Calendars;

/// <summary>/api/v1/calendars.</summary>
internal static class CalendarEndpoints
{
    private const string Root = "/api/v1/calendars";

    public static void MapCalendars(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(Root).WithTags("Calendars");
        group.MapGet("/", List).WithSummary("Holiday calendars of the workspace").Produces<Page<CalendarWire>>();
        group.MapPost("/", Create).WithSummary("Make a calendar").Produces<CalendarWire>(StatusCodes.Status201Created);
        group.MapGet("/{id:guid}", One).WithSummary("One calendar").Produces<CalendarWire>();
        group.MapPut("/{id:guid}", Replace).WithSummary("Replace a calendar; schedules that leave it out are due anew").Produces<CalendarWire>();
        group.MapDelete("/{id:guid}", Delete).WithSummary("Delete a calendar that no schedule leaves out").Produces(StatusCodes.Status204NoContent);
    }

    private static async Task<IResult> List(HttpContext http, [AsParameters] PageQuery page, ReadCalendars read, CancellationToken ct) =>
        (await read.ListAsync(http.Actor(), page, ct)).Answer();

    private static async Task<IResult> Create(HttpContext http, Body<CalendarBody> body, SaveCalendar save, CancellationToken ct) =>
        (await save.CreateAsync(http.Actor(), body.Read(), ct)).Created(http, c => $"{Root}/{c.Id}", c => ETags.OfVersion(c.Version));

    private static async Task<IResult> One(HttpContext http, Guid id, ReadCalendars read, CancellationToken ct) =>
        (await read.OneAsync(http.Actor(), new CalendarId(id), ct)).Answer(http, c => ETags.OfVersion(c.Version));

    private static async Task<IResult> Replace(HttpContext http, Guid id, Body<CalendarBody> body, ReadCalendars read, SaveCalendar save, CancellationToken ct)
    {
        var sent = await body.ReadBackAsync(http, () => read.OneAsync(http.Actor(), new CalendarId(id), ct));
        return (await save.ReplaceAsync(http.Actor(), new CalendarId(id), sent.Request, sent.IfMatch, ct)).Answer(http, c => ETags.OfVersion(c.Version));
    }

    private static async Task<IResult> Delete(HttpContext http, Guid id, DeleteCalendar delete, CancellationToken ct) =>
        (await delete.RunAsync(http.Actor(), new CalendarId(id), ETags.IfMatch(http), ct)).Empty();
}
