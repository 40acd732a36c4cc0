using Broadsheet.Core;
using Broadsheet.Server.Http;
using Broadsheet.Server.Http.App;
using Microsoft.AspNetCore.Mvc;

namespace Broadsheet.Server.People;

internal static class SessionEndpoints
{
    public static void MapSession(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/v1/session", OpenAsync).AllowAnonymous().WithMetadata(SignsIn.Marker)
            .WithTags("Session").WithSummary("Sign in with a password or the token of a one-time link")
            .Example("""{ "email": "lead@example.com", "password": "Correct-horse-7-battery" }""")
            .Produces(StatusCodes.Status204NoContent);
        routes.MapDelete("/api/v1/session", CloseAsync)
            .WithTags("Session").WithSummary("Sign out: ends this session, or with ?everywhere=true all of yours")
            .Produces(StatusCodes.Status204NoContent);
        routes.MapGet("/api/v1/me/sessions", SessionsAsync)
            .WithTags("Session").WithSummary("Where you are signed in").Produces<SessionsWire>();
        routes.MapDelete("/api/v1/me/sessions", EndOthersAsync)
            .WithTags("Session").WithSummary("End all your sessions but this one").Produces(StatusCodes.Status204NoContent);
        routes.MapDelete("/api/v1/me/sessions/{id:guid}", EndOneAsync)
            .WithTags("Session").WithSummary("End one of your sessions").Produces(StatusCodes.Status204NoContent);
        routes.MapGet("/signin/{token}", FollowAsync).AllowAnonymous().WithMetadata(SignsIn.Marker).ExcludeFromDescription();
        routes.MapGet("/api/v1/me", MeAsync)
            .WithTags("Session").WithSummary("Who you are, where, and what you may do")
            .Produces<MeWire>();
        routes.MapPut("/api/v1/me/password", SetPasswordAsync)
            .WithTags("Session").WithSummary("Set your password; ends your other sessions")
            .Example("""{ "current_password": "Correct-horse-7-battery", "password": "orbit lantern copper mills" }""")
            .Produces(StatusCodes.Status204NoContent);
    }

    private static async Task<IResult> OpenAsync(Body<SignInRequest> body, HttpContext http, SignIn signIn, Sessions sessions, CancellationToken ct)
    {
        var request = body.Read();
        if (!request.IsOk) return request.Problem.Answer();
        if (await signIn.RunAsync(request.Value, http.From(), ct) is not { } person)
            return Answers.Document(StatusCodes.Status401Unauthorized, "sign-in-refused", "Not signed in.", "The address, the password or the link is not right, or the account is locked for some minutes.");
        await sessions.StartAsync(http, person, request.Value.Token is null ? "password" : "link", ct);
        return TypedResults.NoContent();
    }

    private static async Task<IResult> CloseAsync([FromQuery(Name = "everywhere")] bool? everywhere, HttpContext http, SignOut signOut, CancellationToken ct)
    {
        var result = await signOut.RunAsync(http.Actor(), everywhere ?? false, ct);
        if (result.IsOk) await Sessions.EndAsync(http);
        return result.Empty();
    }

    private static async Task<IResult> SessionsAsync(HttpContext http, OpenSessions open, CancellationToken ct) => (await open.ListAsync(http.Actor(), ct)).Answer();

    private static async Task<IResult> EndOneAsync(Guid id, HttpContext http, OpenSessions open, CancellationToken ct) => (await open.EndAsync(http.Actor(), id, ct)).Empty();

    private static async Task<IResult> EndOthersAsync(HttpContext http, OpenSessions open, CancellationToken ct) => (await open.EndOthersAsync(http.Actor(), ct)).Empty();

    private static async Task<IResult> FollowAsync(string token, HttpContext http, SignIn signIn, Sessions sessions, CancellationToken ct)
    {
        if (await signIn.RunAsync(new SignInRequest { Token = token }, http.From(), ct) is not { } person)
            return AppPages.Wants(http) ? TypedResults.Redirect("/signin?link=refused")
                : Answers.Document(StatusCodes.Status401Unauthorized, "sign-in-refused", "Not signed in.", "This link has been used, or is older than a day. Ask for a new one.");
        await sessions.StartAsync(http, person, "link", ct);
        return TypedResults.Redirect("/");
    }

    private static async Task<IResult> MeAsync(HttpContext http, DescribeMe me, Sessions sessions, CancellationToken ct)
    {
        if (http.Actor().Key is null) sessions.OfferToken(http);
        return (await me.RunAsync(http.Actor(), ct)).Answer(http, ETags.OfContent);
    }

    private static async Task<IResult> SetPasswordAsync(Body<SetPasswordRequest> body, HttpContext http, SetPassword set, Sessions sessions, CancellationToken ct)
    {
        var request = body.Read();
        if (!request.IsOk) return request.Problem.Answer();
        var result = await set.RunAsync(http.Actor(), request.Value, ct);
        if (result.IsOk) await sessions.StartAsync(http, result.Value, "password", ct);
        return result.Select(_ => default(Done)).Empty();
    }
}
