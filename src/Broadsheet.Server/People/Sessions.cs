using System.Security.Claims;
using Broadsheet.Core;
using Broadsheet.Core.Access;
using Broadsheet.Server.Http;
using Broadsheet.Server.Storage;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Broadsheet.Server.People;

/// <summary>
/// People's sessions: a protected cookie that names the person, their security stamp and a row. Row and stamp are looked at on every
/// request: a session that is deleted has ended on every node, and changing the stamp ends them all.
/// </summary>
internal sealed class Sessions(AppDb db, Clock clock, IAntiforgery antiforgery)
{
    public const string Scheme = "session";
    public static readonly Duration Lifetime = Duration.FromDays(7);

    private const string StampClaim = "stamp";
    private const string IdClaim = "sid";
    private const int LongestAgent = 200;
    private static readonly Duration Grain = Duration.FromMinutes(5);

    /// <summary>A new session in place of any the browser had.</summary>
    /// <param name="way">How the person proved who they are: <c>password</c>, <c>link</c>, <c>invitation</c>, or the provider's issuer.</param>
    public async Task StartAsync(HttpContext http, PersonRow person, string way, CancellationToken ct)
    {
        var (now, old) = (clock.Now, await TicketAsync(http));
        if (old is { } before) await db.Sessions.Where(s => s.Id == before.Session).ExecuteDeleteAsync(ct);
        var agent = http.Request.Headers.UserAgent.ToString();
        var row = new SessionRow
        {
            Id = clock.NewId(),
            PersonId = person.Id,
            Way = way,
            Origin = http.From(),
            UserAgent = agent.Length == 0 ? null : new string([.. agent.Take(LongestAgent).Where(c => !char.IsControl(c))]),
            CreatedAt = now,
            LastSeenAt = now,
            ExpiresAt = now + Lifetime,
        };
        db.Sessions.Add(row);
        await db.SaveChangesAsync(ct);
        var identity = new ClaimsIdentity([new(ClaimTypes.NameIdentifier, person.Id.ToString()), new(StampClaim, person.SecurityStamp), new(IdClaim, row.Id.ToString())], Scheme);
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
        if (await TicketAsync(http) is not { } ticket) return null;
        var now = clock.Now;
        var found = await (
            from session in db.Sessions.AsNoTracking()
            where session.Id == ticket.Session && session.PersonId == ticket.Person && session.ExpiresAt > now
            join person in db.People.AsNoTracking() on session.PersonId equals person.Id
            select new { session, person }).SingleOrDefaultAsync(ct);
        if (found is null || found.person.DisabledAt is not null || found.person.SecurityStamp != ticket.Stamp) return null;
        http.User = ticket.Principal;
        if (found.session.LastSeenAt < now - Grain)
        {
            await db.Sessions.Where(s => s.Id == ticket.Session)
                .ExecuteUpdateAsync(s => s.SetProperty(r => r.LastSeenAt, now).SetProperty(r => r.ExpiresAt, now + Lifetime), ct);
        }

        return await ActorAsync(http, found.person, ticket.Session, from, ct);
    }

    private static async Task<(PersonId Person, Guid Session, string Stamp, ClaimsPrincipal Principal)?> TicketAsync(HttpContext http)
    {
        if (!http.Request.Cookies.ContainsKey(Names.SessionCookie)) return null;
        var ticket = await http.AuthenticateAsync(Scheme);
        if (!ticket.Succeeded || !Guid.TryParse(ticket.Principal.FindFirstValue(ClaimTypes.NameIdentifier), out var person)
            || !Guid.TryParse(ticket.Principal.FindFirstValue(IdClaim), out var session)) return null;
        return (new PersonId(person), session, ticket.Principal.FindFirstValue(StampClaim) ?? "", ticket.Principal);
    }

    private async Task<Result<Actor>?> ActorAsync(HttpContext http, PersonRow person, Guid session, string from, CancellationToken ct)
    {
        var slug = http.Request.Headers[Names.WorkspaceHeader].ToString();
        var memberships =
            from member in db.Memberships
            where member.PersonId == person.Id && member.DisabledAt == null
            join workspace in db.Workspaces on member.WorkspaceId equals workspace.Id
            where slug == "" || workspace.Slug == slug
            orderby member.CreatedAt, workspace.Id
            select new { workspace.Id, member.Role };
        var found = await memberships.FirstOrDefaultAsync(ct);
        if (found is null && slug.Length > 0) return new Problem.NotFound("workspace");
        if (found is null) return null;
        return new Actor(found.Id, person.Id, person.Name, found.Role, from) { IsOperator = person.IsOperator, Session = session };
    }
}
