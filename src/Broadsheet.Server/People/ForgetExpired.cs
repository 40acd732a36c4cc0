using Broadsheet.Server.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Broadsheet.Server.People;

/// <summary>Removes sessions, one-time links and invitations whose time is over, in every workspace.</summary>
internal sealed class ForgetExpired(AppDb db)
{
    private static readonly Duration Remembered = Duration.FromDays(30);

    public async Task RunAsync(Instant now, CancellationToken ct)
    {
        var longAgo = now - Remembered;
        await db.Sessions.Where(s => s.ExpiresAt <= now).ExecuteDeleteAsync(ct);
        await db.SignInLinks.Where(l => l.ExpiresAt <= longAgo && l.UsedAt == null).ExecuteDeleteAsync(ct);
        await db.Invitations.Where(i => i.ExpiresAt <= longAgo).ExecuteDeleteAsync(ct);
    }
}
