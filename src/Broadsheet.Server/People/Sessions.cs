using System.Security.Claims;
using Broadsheet.Core;
using Broadsheet.Core.Access;
using Broadsheet.Server.Http;
using Broadsheet.Server.Storage;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Server.People;

/// <summary>
/// People's sessions: a protected cookie that names the person and their security stamp. The stamp is compared on every request, so
/// that changing it ends every session on every node at once.
/// </summary>
internal sealed class Sessions(AppDb db, IAntiforgery antiforgery)
{
    public const string Scheme = "session";

    private const string StampClaim = "stamp";

    /// <summary>A new session in place of any the browser had.</summary>
    public async Task StartAsync(HttpContext http, PersonRow person)
    {
        var identity = new ClaimsIdentity([new(ClaimTypes.NameIdentifier, person.Id.ToString()), new(StampClaim, person.SecurityStamp)], Scheme);
        http.User = new ClaimsPrincipal(identity);
        await http.SignInAsync(Scheme, http.User);
        OfferToken(http);
    }

    public static Task EndAsync(HttpContext http) => http.SignOutAsync(Scheme);

    /// <summary>The token that unsafe requests of this session must send back in the header of the same name.</summary>
    public void OfferToken(HttpContext http) =>
        http.Response.Headers[Names.CsrfHeader] = antiforgery.GetAndStoreTokens(http).RequestToken;

    public Task<bool> IsFromOwnPageAsync(HttpContext http) => antiforgery.IsRequestValidAsync(http);

    /// <summary>Null where there is no living session; a problem where it asks for a workspace it may not see.</summary>
    public async Task<Result<Actor>?> FindAsync(HttpContext http, string from, CancellationToken ct)
    {
        if (!http.Request.Cookies.ContainsKey(Names.SessionCookie)) return null;
        var ticket = await http.AuthenticateAsync(Scheme);
        if (!ticket.Succeeded || !Guid.TryParse(ticket.Principal.FindFirstValue(ClaimTypes.NameIdentifier), out var id)) return null;
        var personId = new PersonId(id);
        var person = await db.People.AsNoTracking().SingleOrDefaultAsync(p => p.Id == personId, ct);
        if (person is null || person.DisabledAt is not null || person.SecurityStamp != ticket.Principal.FindFirstValue(StampClaim)) return null;
        http.User = ticket.Principal;
        return await ActorAsync(http, person, from, ct);
    }

    private async Task<Result<Actor>?> ActorAsync(HttpContext http, PersonRow person, string from, CancellationToken ct)
    {
        var slug = http.Request.Headers[Names.WorkspaceHeader].ToString();
        var memberships =
            from member in db.Memberships
            where member.PersonId == person.Id
            join workspace in db.Workspaces on member.WorkspaceId equals workspace.Id
            where slug == "" || workspace.Slug == slug
            orderby member.CreatedAt, workspace.Id
            select new { workspace.Id, member.Role };
        var found = await memberships.FirstOrDefaultAsync(ct);
        if (found is null && slug.Length > 0) return new Problem.NotFound("workspace");
        if (found is null) return null;
        return new Actor(found.Id, person.Id, person.Name, found.Role, from) { IsOperator = person.IsOperator };
    }
}
