using Broadsheet.Core.Deliveries;
using Broadsheet.Core.Runs;
using Broadsheet.Server.Http;
using Broadsheet.Server.Artifacts;
using Broadsheet.Server.Storage;
using Broadsheet.Server.Storage.Claims;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Server.Deliveries;

/// <summary>
/// Sends one delivery this node holds and records what the channel said. The attempt was counted before any byte left; what the
/// record says is written under the fencing token.
/// </summary>
internal sealed class SendDelivery(AppDb db, Clock clock, Randomness random, Destinations destinations, IArtifactStore store, DeliverySettled settled, LogDelivery log)
{
    private static readonly TimeSpan LongestSend = TimeSpan.FromMinutes(15);

    /// <param name="begin">Called when bytes may leave from then on, and not for what ends before.</param>
    public async Task RunAsync(HeldDelivery held, Action begin, CancellationToken stop)
    {
        var row = await Mine(held).AsNoTracking().SingleOrDefaultAsync(stop);
        if (row is null) return;
        DeliveryOutcome outcome;
        using (var limit = CancellationTokenSource.CreateLinkedTokenSource(stop))
        {
            limit.CancelAfter(LongestSend);
            try
            {
                outcome = await SendAsync(row, begin, limit.Token);
            }
            catch (OperationCanceledException) when (limit.IsCancellationRequested)
            {
                outcome = new DeliveryOutcome.Failed(stop.IsCancellationRequested ? "The server stopped before this was sent." : $"Sending took longer than {LongestSend.TotalMinutes} minutes.");
            }
        }

        await Saving.UntilDoneAsync(clock.Time, async ct =>
        {
            await RecordAsync(held, row, outcome, ct);
            if (row.RunId is { } run) await settled(row.WorkspaceId, run, ct);
        }, stop);
    }

    private async Task<DeliveryOutcome> SendAsync(DeliveryRow row, Action begin, CancellationToken ct)
    {
        var destination = destinations.Open(row.WorkspaceId, Wire.Object(row.DestinationJson));
        if (!destination.IsOk) return new DeliveryOutcome.Rejected($"The destination can no longer be used: {destination.Problem.Summary}");
        var connection = await destinations.ConnectAsync(row.WorkspaceId, destination.Value, ct);
        if (!connection.IsOk) return new DeliveryOutcome.Rejected($"Its connection can no longer be used: {connection.Problem.Summary}");
        var message = Wire.Object(row.MessageJson);
        var artifacts = await db.Artifacts.AsNoTracking().Where(a => a.WorkspaceId == row.WorkspaceId && a.RunId == row.RunId).OrderBy(a => a.Id).ToListAsync(ct);
        var named = Attached(message);
        var files = artifacts.FindAll(a => named.Contains(a.Id.ToString()));
        if (files.Count < named.Count) return new DeliveryOutcome.Rejected("Its files have expired: run the report again.");
        begin();
        return await destination.Value.Channel.SendAsync(new Outgoing
        {
            Id = row.Id,
            Recipient = row.Recipient,
            Destination = destination.Value.Settings,
            Connection = connection.Value,
            Subject = message["subject"]!.GetValue<string>(),
            Text = message["text"]!.GetValue<string>(),
            Html = message["html"]?.GetValue<string>(),
            Attachments = [.. files.Select(a => new Attachment(a.FileName, a.MediaType, a.Bytes, a.Sha256, token => store.OpenAsync(a.WorkspaceId, a.BytesId, a.Bytes, token)))],
            Unsubscribe = message["unsubscribe"] is { } own ? new Uri(own.GetValue<string>()) : null,
            Link = message["link"] is { } link ? new Uri(link.GetValue<string>()) : null,
            Facts = message["facts"]!.DeepClone().AsObject(),
            Attempt = row.Attempts,
            Now = clock.Now,
        }, ct);
    }

    /// <summary>The ids of the files that go with the message; a message about a schedule has none.</summary>
    private static HashSet<string> Attached(System.Text.Json.Nodes.JsonObject message) => message["attach"] is { } chosen
        ? [.. chosen.AsArray().Select(f => f!.GetValue<string>())]
        : [.. message["facts"]!["files"]?.AsArray().Select(f => f!["id"]!.GetValue<string>()) ?? []];

    private async Task RecordAsync(HeldDelivery held, DeliveryRow row, DeliveryOutcome outcome, CancellationToken ct)
    {
        var now = clock.Now;
        var (state, error, provider, next) = outcome switch
        {
            DeliveryOutcome.Sent sent => (DeliveryState.Sent, (string?)null, sent.ProviderId, now),
            DeliveryOutcome.Rejected rejected => (DeliveryState.Failed, rejected.Why, null, now),
            DeliveryOutcome.Uncertain uncertain => (DeliveryState.Unknown, uncertain.Why, null, now),
            DeliveryOutcome.Failed failed when row.Attempts < row.MaxAttempts =>
                (DeliveryState.Pending, failed.Why, null, RetryPolicy.NextAttempt(row.Attempts, now, random.Next(), failed.RetryAfter)),
            DeliveryOutcome.Failed failed => (DeliveryState.Failed, $"Given up after {row.Attempts} attempts: {failed.Why}", null, now),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        (error, provider) = (log.Redact(error), log.Redact(provider));
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var mine = await Mine(held).ExecuteUpdateAsync(s => s.SetProperty(d => d.Status, state).SetProperty(d => d.Node, (Guid?)null).SetProperty(d => d.Error, error)
            .SetProperty(d => d.ProviderId, provider).SetProperty(d => d.NextAttemptAt, next)
            .SetProperty(d => d.SentAt, d => state == DeliveryState.Sent ? now : d.SentAt), ct);
        if (mine == 1 && state != DeliveryState.Pending) await log.RunAsync(row, state, error, ct);
        await transaction.CommitAsync(ct);
        if (mine == 1) Meters.Deliveries.Add(1, new KeyValuePair<string, object?>("type", row.Type), new KeyValuePair<string, object?>("status", Word<DeliveryState>.Of(state)));
    }

    private IQueryable<DeliveryRow> Mine(HeldDelivery held) => db.Deliveries.Where(d => d.WorkspaceId == held.Workspace && d.Id == held.Id
        && d.Status == DeliveryState.Sending && d.Node == held.Node && d.Attempts == held.Attempt);
}
