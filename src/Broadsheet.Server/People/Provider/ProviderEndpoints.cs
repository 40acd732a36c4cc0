using Broadsheet.Core.Access;
using Broadsheet.Server.Http;
using Broadsheet.Server.Http.App;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;

namespace Broadsheet.Server.People.Provider;

/// <summary>How people may sign in here. <see cref="Provider"/> is null where there is none.</summary>
internal sealed record SignInWaysWire(bool Password, SignInProviderWire? Provider);

/// <summary><paramref name="Path"/> is where the button leads, below this server's address.</summary>
internal sealed record SignInProviderWire(string Name, string Path);

internal static class ProviderEndpoints
{
    private const string Connect = "connect";

    public static void MapProvider(this IEndpointRouteBuilder routes)
    {
        var settings = routes.ServiceProvider.GetService<ProviderSettings>();
        var ways = new SignInWaysWire(true, settings is null ? null : new(settings.Name, ProviderOptions.Start));
        routes.MapGet("/api/v1/session/ways", () => TypedResults.Json(ways, Wire.Json)).AllowAnonymous()
            .WithTags("Session").WithSummary("How to sign in here, for the page that asks").Produces<SignInWaysWire>();
        if (settings is null) return;
        routes.MapGet(ProviderOptions.Start, StartAsync).AllowAnonymous().WithMetadata(SignsIn.Marker).ExcludeFromDescription();
        routes.MapGet(ProviderOptions.Callback, CallbackAsync).AllowAnonymous().WithMetadata(SignsIn.Marker).ExcludeFromDescription();
    }

    /// <summary>What the handler calls when the provider's answer holds: our session, and none of its own.</summary>
    public static async Task ReceivedAsync(TicketReceivedContext received)
    {
        var http = received.HttpContext;
        var services = http.RequestServices;
        var settings = services.GetRequiredService<ProviderSettings>();
        PersonId? connecting = received.Properties!.Items.TryGetValue(Connect, out var id) && Guid.TryParse(id, out var person) ? new PersonId(person) : null;
        received.HandleResponse();
        if (connecting is not null && http.FindActor()?.Person != connecting)
        {
            await RefuseAsync(http, "The session that asked to connect this provider has ended; sign in and ask again.");
            return;
        }

        var signedIn = await services.GetRequiredService<SignInByProvider>().RunAsync(ProviderIdentity.Of(settings, received.Principal!), connecting, http.From(), http.RequestAborted);
        if (!signedIn.IsOk)
        {
            await RefuseAsync(http, signedIn.Problem.Summary);
            return;
        }

        await services.GetRequiredService<Sessions>().StartAsync(http, signedIn.Value, settings.Issuer, http.RequestAborted);
        http.Response.Redirect("/");
    }

    public static async Task FailedAsync(RemoteFailureContext failed)
    {
        failed.HandleResponse();
        var http = failed.HttpContext;
        await http.RequestServices.GetRequiredService<LogSignIn>().RunAsync(null, false, http.RequestServices.GetRequiredService<ProviderSettings>().Issuer, http.From(), false, http.RequestAborted);
        await RefuseAsync(http, failed.Failure is AuthenticationFailureException { InnerException: null } known ? known.Message : "The provider did not sign you in, or this link is too old. Start again.");
    }

    private static async Task<IResult> StartAsync([FromQuery(Name = "connect")] bool? connect, HttpContext http, ILoggerFactory log)
    {
        if (connect == true && !IsFromHere(http))
            return Answers.Document(StatusCodes.Status403Forbidden, "csrf", "Not allowed.", "Another site asked to connect a provider to your account. Open this address from a page of this server, or type it.");
        var properties = new AuthenticationProperties { RedirectUri = "/" };
        if (connect == true && http.FindActor() is { Key: null } actor) properties.Items[Connect] = actor.Person.ToString();
        try
        {
            await http.ChallengeAsync(ProviderOptions.Scheme, properties);
            return TypedResults.Empty;
        }
        catch (Exception e) when (e is HttpRequestException or InvalidOperationException or IOException)
        {
            NotReached(log.CreateLogger(typeof(ProviderEndpoints).FullName!), e);
            return Answers.Document(StatusCodes.Status502BadGateway, "provider-unreachable", "The sign-in provider does not answer.", "Try again in a moment; an operator finds the reason in the server's log.");
        }
    }

    /// <summary>
    /// Connecting is a change, asked for with GET since a browser is sent on by it: a page elsewhere that leads there could have its maker's
    /// identity connected to the reader's account. The antiforgery cookie is SameSite=Strict and does not come along from another site.
    /// </summary>
    private static bool IsFromHere(HttpContext http) =>
        http.Request.Cookies.ContainsKey(Names.CsrfCookie) && http.Request.Headers["Sec-Fetch-Site"].ToString() is "" or "same-origin" or "none";

    private static async Task CallbackAsync(HttpContext http)
    {
        var handler = await http.RequestServices.GetRequiredService<IAuthenticationHandlerProvider>().GetHandlerAsync(http, ProviderOptions.Scheme);
        await ((IAuthenticationRequestHandler)handler!).HandleRequestAsync();
    }

    /// <summary>A person sees it on the sign-in page, a program as a problem.</summary>
    private static Task RefuseAsync(HttpContext http, string detail)
    {
        if (!AppPages.Wants(http)) return Answers.Document(StatusCodes.Status401Unauthorized, "sign-in-refused", "Not signed in.", detail).ExecuteAsync(http);
        http.Response.Redirect("/signin?provider=refused&reason=" + Uri.EscapeDataString(detail));
        return Task.CompletedTask;
    }

    private static readonly Action<ILogger, Exception?> NotReached =
        LoggerMessage.Define(LogLevel.Warning, new EventId(1, "ProviderNotReached"), "The sign-in provider cannot be used");
}
