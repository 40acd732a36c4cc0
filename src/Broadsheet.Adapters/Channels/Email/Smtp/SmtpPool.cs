using System.Collections.Concurrent;

namespace Broadsheet.Adapters.Channels.Email.Smtp;

/// <summary>
/// Open conversations that wait for the next message, by server with its sign-in, and the limit of how many there are at a
/// time. Those left idle are closed.
/// </summary>
internal sealed class SmtpPool : IAsyncDisposable
{
    private readonly ConcurrentDictionary<MailServer, Place> places = new();
    private readonly SmtpLimits limits;
    private readonly TimeProvider clock;
    private readonly ITimer sweep;

    public SmtpPool(SmtpLimits limits, TimeProvider clock)
    {
        (this.limits, this.clock) = (limits, clock);
        sweep = clock.CreateTimer(_ => Sweep(), null, limits.Idle, limits.Idle);
    }

    /// <summary>Waits for a place at the server; <see cref="Leave"/> must follow.</summary>
    public Task EnterAsync(MailServer server, CancellationToken ct) => At(server).Free.WaitAsync(ct);

    public void Leave(MailServer server) => At(server).Free.Release();

    /// <summary>An idle conversation that looks alive, or null.</summary>
    public async Task<SmtpSession?> TakeAsync(MailServer server)
    {
        while (At(server).Idle.TryPop(out var idle))
        {
            if (clock.GetElapsedTime(idle.Since) < limits.Idle && idle.Session.LooksAlive()) return idle.Session;
            await idle.Session.DisposeAsync();
        }

        return null;
    }

    /// <summary>Keeps the conversation for the next message, or ends it where it can't carry one.</summary>
    public async Task ReturnAsync(MailServer server, SmtpSession session)
    {
        if (session.IsReusable && session.Messages < limits.Messages) At(server).Idle.Push((session, clock.GetTimestamp()));
        else await session.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await sweep.DisposeAsync();
        foreach (var place in places.Values)
        {
            while (place.Idle.TryPop(out var idle)) await idle.Session.DisposeAsync();
        }
    }

    private Place At(MailServer server) => places.GetOrAdd(server, _ => new Place(new SemaphoreSlim(limits.Connections), []));

    private void Sweep()
    {
        foreach (var place in places.Values)
        {
            var kept = new List<(SmtpSession Session, long Since)>();
            while (place.Idle.TryPop(out var idle))
            {
                if (clock.GetElapsedTime(idle.Since) < limits.Idle) kept.Add(idle);
                else _ = idle.Session.DisposeAsync().AsTask();
            }

            foreach (var idle in kept) place.Idle.Push(idle);
        }
    }

    private sealed record Place(SemaphoreSlim Free, ConcurrentStack<(SmtpSession Session, long Since)> Idle);
}
