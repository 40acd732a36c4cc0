using System.Text;
using Broadsheet.Core.Deliveries;
using Broadsheet.Server.Http;
using Broadsheet.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Server.Recipients;

/// <summary>/recipient/{token}: why somebody gets a report, and how they stop it. One click for mail programs (RFC 8058).</summary>
internal static class RecipientPages
{
    private const string OneClick = "List-Unsubscribe";
    private const string ChoiceField = "choice";
    private const int LongestForm = 4_096;

    public static void MapRecipientPages(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/recipient/{token}", ShowAsync).AllowAnonymous().ExcludeFromDescription();
        routes.MapPost("/recipient/{token}", ChooseAsync).AllowAnonymous().ExcludeFromDescription();
    }

    private static async Task<IResult> ShowAsync(HttpContext http, string token, RecipientLinks links, AppDb db, RecipientRules rules, Clock clock, CancellationToken ct) =>
        links.ReadRecipient(token) is { } known ? await PageAsync(http, known, db, rules, clock, http.Request.Query.ContainsKey("done"), ct) : Unknown(http);

    private static async Task<IResult> ChooseAsync(HttpContext http, string token, RecipientLinks links, ChooseAsRecipient choose, CancellationToken ct)
    {
        if (links.ReadRecipient(token) is not { } known) return Unknown(http);
        if (!http.Request.HasFormContentType || http.Request.ContentLength is null or > LongestForm) return TypedResults.StatusCode(StatusCodes.Status415UnsupportedMediaType);
        var form = await http.Request.ReadFormAsync(ct);
        if (form.ContainsKey(OneClick))
        {
            await choose.RunAsync(known, RecipientChoice.Unsubscribe, http.From(), ct);
            return TypedResults.Text("Unsubscribed.\n");
        }

        if (Word<RecipientChoice>.Find(form[ChoiceField].ToString()) is not { } choice) return TypedResults.StatusCode(StatusCodes.Status422UnprocessableEntity);
        await choose.RunAsync(known, choice, http.From(), ct);
        http.Response.Headers.Location = http.Request.PathBase + http.Request.Path + "?done";
        return TypedResults.StatusCode(StatusCodes.Status303SeeOther);
    }

    private static async Task<IResult> PageAsync(HttpContext http, KnownRecipient known, AppDb db, RecipientRules rules, Clock clock, bool done, CancellationToken ct)
    {
        var schedule = await db.Schedules.AsNoTracking().SingleOrDefaultAsync(s => s.WorkspaceId == known.Workspace && s.Id == known.Schedule, ct);
        var workspace = await db.Workspaces.AsNoTracking().Where(w => w.Id == known.Workspace).Select(w => w.Name).SingleOrDefaultAsync(ct);
        if (schedule is null || workspace is null)
            return PublicPage.Of(http, StatusCodes.Status200OK, "This report is no longer sent", PublicPage.Paragraph("Its schedule was deleted: there is nothing to unsubscribe from."));
        var owner = await db.People.AsNoTracking().SingleAsync(p => p.Id == schedule.OwnerId, ct);
        var kept = (await rules.UnwillingAsync(known.Workspace, known.Schedule, [known.Address], clock.Now, ct)).GetValueOrDefault(known.Address);
        var body = new StringBuilder();
        if (done) body.Append(PublicPage.Paragraph(kept is null ? "Saved: you get this report again." : "Saved.", "done"));
        body.Append(PublicPage.Paragraph($"{owner.Name} ({owner.Email}) made the schedule “{schedule.Name}” in {workspace}, and it sends this report to {known.Address}."));
        body.Append(PublicPage.Paragraph(kept is null ? "You get it each time it runs." : kept.Hold == DeliveryHold.Snoozed ? "You get nothing for now: " + kept.Why : "You are unsubscribed. " + kept.Why, "second"));
        if (kept is null)
        {
            body.Append("<h2>Stop it</h2>").Append(Button(RecipientChoice.Unsubscribe, "Unsubscribe from this report", true))
                .Append("<h2>Or have a pause</h2>").Append(Button(RecipientChoice.SnoozeWeek, "Nothing for a week")).Append(Button(RecipientChoice.SnoozeMonth, "Nothing for 30 days"))
                .Append("<h2>Or stop everything</h2>").Append(Button(RecipientChoice.UnsubscribeAll, $"Unsubscribe from all reports of {workspace}"));
        }
        else
        {
            body.Append(Button(RecipientChoice.Resubscribe, "Send me this report again", true));
        }

        return PublicPage.Of(http, StatusCodes.Status200OK, "Why do I get this?", body.ToString());
    }

    private static string Button(RecipientChoice choice, string text, bool main = false) =>
        $"<form method=\"post\"><input type=\"hidden\" name=\"{ChoiceField}\" value=\"{Word<RecipientChoice>.Of(choice)}\"><button{(main ? " class=\"main\"" : "")}>{PublicPage.Safe(text)}</button></form>";

    private static IResult Unknown(HttpContext http) => PublicPage.Of(http, StatusCodes.Status404NotFound, "This link is not one of ours",
        PublicPage.Paragraph("It is incomplete, or was made by another server. Copy all of it from the message."));
}
