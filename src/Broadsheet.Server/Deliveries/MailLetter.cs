using System.Text.Json.Nodes;
using Broadsheet.Core;
using Broadsheet.Core.Deliveries;
using Broadsheet.Core.Workspaces;

namespace Broadsheet.Server.Deliveries;

/// <summary>Mails one text at once, beside the ledger: for what somebody waits for at the screen and can send again.</summary>
internal sealed class MailLetter(Destinations destinations, Clock clock, KnownSecrets secrets)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public async Task<Result<Done>> RunAsync(WorkspaceId workspace, string to, string subject, string text, CancellationToken ct)
    {
        var read = await destinations.ReadAsync(workspace, new JsonObject { ["type"] = "email", ["to"] = new JsonArray(to) }, null, ct);
        var destination = read.Then(stored => destinations.Open(workspace, stored));
        if (!destination.IsOk) return destination.Problem;
        var connection = await destinations.ConnectAsync(workspace, destination.Value, ct);
        if (!connection.IsOk) return connection.Problem;
        using var time = CancellationTokenSource.CreateLinkedTokenSource(ct);
        time.CancelAfter(Patience);
        try
        {
            var outcome = await destination.Value.Channel.SendAsync(new Outgoing
            {
                Id = new DeliveryId(clock.NewId()),
                Recipient = to,
                Destination = destination.Value.Settings,
                Connection = connection.Value,
                Subject = subject,
                Text = text,
                Facts = [],
                Attempt = 1,
                Now = clock.Now,
            }, time.Token);
            return outcome switch
            {
                DeliveryOutcome.Sent => default(Done),
                DeliveryOutcome.Rejected rejected => new Problem.Unavailable("mail-refused", secrets.Redact(rejected.Why)),
                DeliveryOutcome.Failed failed => new Problem.Unavailable("mail-failed", secrets.Redact(failed.Why)),
                DeliveryOutcome.Uncertain uncertain => new Problem.Unavailable("mail-uncertain", secrets.Redact(uncertain.Why)),
                _ => throw new System.Diagnostics.UnreachableException(),
            };
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new Problem.Unavailable("mail-slow", $"The mail server took longer than {Patience.TotalSeconds} seconds.");
        }
    }
}
