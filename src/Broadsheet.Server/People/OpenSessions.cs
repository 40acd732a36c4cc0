using Broadsheet.Core;
using Broadsheet.Core.Access;
using Broadsheet.Server.Audit;
using Broadsheet.Server.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Broadsheet.Server.People;

/// <summary>A session of the caller's. <see cref="Current"/> is the one that asks.</summary>
internal sealed record SessionWire
{
    public required Guid Id { get; init; }
    public required string Way { get; init; }
    public required string Origin { get; init; }
    public string? UserAgent { get; init; }
    public required Instant CreatedAt { get; init; }
    public required Instant LastSeenAt { get; init; }
    public required Instant ExpiresAt { get; init; }
    public required bool Current { get; init; }
}

/// <summary>The caller's open sessions, newest first.</summary>
internal sealed record SessionsWire(IReadOnlyList<SessionWire> Items);

/// <summary>Where a person is signed in, and the end of it: of one session, or of all but the one that asks.</summary>
internal sealed class OpenSessions(AppDb db, Clock clock, AuditLog audit)
{
    public async Task<Result<SessionsWire>> ListAsync(Actor actor, CancellationToken ct)
    {
        if (NoPerson(actor) is { } refused) return refused;
        var now = clock.Now;
        var rows = await db.Sessions.AsNoTracking().Where(s => s.PersonId == actor.Person && s.ExpiresAt > now).OrderByDescending(s => s.Id).ToListAsync(ct);
        return new SessionsWire([.. rows.Select(s => new SessionWire
        {
            Id = s.Id,
            Way = s.Way,
            Origin = s.Origin,
            UserAgent = s.UserAgent,
            CreatedAt = s.CreatedAt,
            LastSeenAt = s.LastSeenAt,
            ExpiresAt = s.ExpiresAt,
            Current = s.Id == actor.Session,
        })]);
    }

    public async Task<Result<Done>> EndAsync(Actor actor, Guid id, CancellationToken ct)
    {
        if (NoPerson(actor) is { } refused) return refused;
        return await DeleteAsync(actor, db.Sessions.Where(s => s.PersonId == actor.Person && s.Id == id), ct) ? default(Done) : new Problem.NotFound("session");
    }

    public async Task<Result<Done>> EndOthersAsync(Actor actor, CancellationToken ct)
    {
        if (NoPerson(actor) is { } refused) return refused;
        await DeleteAsync(actor, db.Sessions.Where(s => s.PersonId == actor.Person && s.Id != actor.Session), ct);
        return default(Done);
    }

    private async Task<bool> DeleteAsync(Actor actor, IQueryable<SessionRow> sessions, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var ended = await sessions.ExecuteDeleteAsync(ct);
        if (ended == 0) return false;
        audit.Add(actor, "session.closed", "person", actor.Person, actor.Name, null, new() { ["sessions"] = ended });
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    private static Problem.Forbidden? NoPerson(Actor actor) =>
        actor.Key is null ? null : new Problem.Forbidden("Sessions are seen and ended by their person, signed in; an API key cannot.");
}
