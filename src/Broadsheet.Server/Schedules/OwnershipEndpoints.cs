using Broadsheet.Core.Access;
using Broadsheet.Server.Http;

namespace Broadsheet.Server.Schedules;

/// <summary>Whose schedules these are, and what depends on what.</summary>
internal static class OwnershipEndpoints
{
    public static void MapOwnership(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/v1/members/{id:guid}/schedules/give", GiveAsync).WithTags("Members").WithSummary("Give a member's schedules to another")
            .Example("""{ "new_owner": "0199a1b2-0000-7000-8000-000000000001" }""").Produces<GivenWire>();
        routes.MapGet("/api/v1/impact", ImpactAsync).WithTags("Schedules").WithSummary("Which schedules depend on a report, data source, connection, calendar or member")
            .Produces<ImpactWire>();
    }

    private static async Task<IResult> GiveAsync(Guid id, Body<GiveSchedulesBody> body, HttpContext http, GiveSchedules give, CancellationToken ct) =>
        (await give.RunAsync(http.Actor(), new PersonId(id), body.Read(), ct)).Answer();

    private static async Task<IResult> ImpactAsync([AsParameters] ImpactQuery query, HttpContext http, FindImpact impact, CancellationToken ct) =>
        (await impact.RunAsync(http.Actor(), query, ct)).Answer();
}
