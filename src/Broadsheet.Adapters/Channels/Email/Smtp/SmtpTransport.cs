using Broadsheet.Adapters.Net;
using Broadsheet.Core;
using Broadsheet.Core.Deliveries;

namespace Broadsheet.Adapters.Channels.Email.Smtp;

/// <summary>
/// Hands messages to mail servers over guarded, reused connections, and turns everything that can happen into an outcome
/// for each recipient. Safe for use by many at a time.
/// </summary>
internal sealed class SmtpTransport(OutboundGuard guard, SmtpLimits limits, TimeProvider clock) : IAsyncDisposable
{
    private readonly SmtpPool pool = new(limits, clock);

    /// <summary>
    /// Sends one message. A connection that was reused and turns out dead before anything of the message left is replaced
    /// once. Throws <see cref="OperationCanceledException"/> only while the server cannot have the whole message.
    /// </summary>
    public async Task<IReadOnlyList<DeliveryOutcome>> SendAsync(
        MailServer server, SmtpEnvelope envelope, Func<Stream, CancellationToken, Task> write, CancellationToken ct)
    {
        await pool.EnterAsync(server, ct);
        try
        {
            if (await pool.TakeAsync(server) is { } reused && await TryAsync(reused, server, envelope, write, retryable: true, ct) is { } sent)
                return sent;
            var (session, refused) = await OpenAsync(server, ct);
            return session is null
                ? [.. envelope.To.Select(_ => refused!)]
                : (await TryAsync(session, server, envelope, write, retryable: false, ct))!;
        }
        finally
        {
            pool.Leave(server);
        }
    }

    /// <summary>Connects, secures and signs in, and sends nothing.</summary>
    public async Task<Result<Done>> TestAsync(MailServer server, CancellationToken ct)
    {
        var (session, refused) = await OpenAsync(server, ct);
        if (session is not null) await session.DisposeAsync();
        return refused switch
        {
            null => default(Done),
            DeliveryOutcome.Rejected r => new Problem.Unavailable("mail-refused", r.Why),
            DeliveryOutcome.Failed f => new Problem.Unavailable("mail-failed", f.Why),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    public ValueTask DisposeAsync() => pool.DisposeAsync();

    private async Task<(SmtpSession? Session, DeliveryOutcome? Refused)> OpenAsync(MailServer server, CancellationToken ct)
    {
        var socket = await guard.ConnectAsync(server.Host, server.Port, ct);
        if (!socket.IsOk)
        {
            return (null, socket.Problem is Problem.Unavailable
                ? new DeliveryOutcome.Failed(socket.Problem.Summary) : new DeliveryOutcome.Rejected(socket.Problem.Summary));
        }

        var session = new SmtpSession(new SmtpWire(socket.Value, limits), server, limits);
        DeliveryOutcome? refused = null;
        var opened = false;
        try
        {
            refused = (await session.OpenAsync(ct))?.Outcome;
            opened = refused is null;
        }
        catch (SmtpFaultException e)
        {
            refused = new DeliveryOutcome.Failed($"{server}: {e.Message}.{Hint(server)}");
        }
        finally
        {
            if (!opened) await session.DisposeAsync();
        }

        return (opened ? session : null, refused);
    }

    private async Task<IReadOnlyList<DeliveryOutcome>?> TryAsync(
        SmtpSession session, MailServer server, SmtpEnvelope envelope, Func<Stream, CancellationToken, Task> write, bool retryable, CancellationToken ct)
    {
        DeliveryOutcome outcome;
        try
        {
            var outcomes = await session.SendAsync(envelope, write, ct);
            await pool.ReturnAsync(server, session);
            return outcomes;
        }
        catch (SmtpFaultException) when (retryable && session.Stage == SmtpStage.Envelope)
        {
            await session.DisposeAsync();
            return null;
        }
        catch (Exception e) when (e is SmtpFaultException or AttachmentException or OperationCanceledException)
        {
            await session.DisposeAsync();
            if (e is OperationCanceledException && session.Stage != SmtpStage.Ended) throw;
            outcome = Broken(server, session.Stage, e);
        }

        return [.. envelope.To.Select(_ => outcome)];
    }

    private static DeliveryOutcome Broken(MailServer server, SmtpStage stage, Exception fault) => fault switch
    {
        AttachmentException => new DeliveryOutcome.Failed(fault.Message),
        OperationCanceledException => new DeliveryOutcome.Uncertain($"{server}: cancelled after the whole message had been sent. It may have arrived."),
        _ when stage == SmtpStage.Ended =>
            new DeliveryOutcome.Uncertain($"{server}: {fault.Message} after the whole message had been sent. It may have arrived."),
        _ => new DeliveryOutcome.Failed($"{server}: {fault.Message} before the message was complete."),
    };

    private static string Hint(MailServer server) => server.Security switch
    {
        MailSecurity.Tls => " Check that it expects TLS at once on this port; with STARTTLS, set security to “starttls”.",
        MailSecurity.StartTls when server.Port == 465 => " Port 465 usually expects TLS at once: set security to “tls”.",
        _ => "",
    };
}
