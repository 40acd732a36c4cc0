using System.Text.Json.Nodes;
using Broadsheet.Core.Deliveries;
using Broadsheet.Core.Notifications;
using Broadsheet.Core.Workspaces;
using Broadsheet.Server.Deliveries;
using Broadsheet.Server.Http;
using Broadsheet.Server.Storage;
using NodaTime;

namespace Broadsheet.Server.Notifications;

/// <summary>Messages about schedules as lines of the ledger: sent, tried again and recorded as reports are.</summary>
internal sealed class NoticeRows(Clock clock, PublicAddress address)
{
    private const int MaxAttempts = 6;
    private const string Settings = "/settings/notifications";

    /// <summary>Where people change what they are told.</summary>
    public string Why => $"You get this because of your notification settings: {address.Of(Settings).AbsoluteUri}";

    public DeliveryRow Of(WorkspaceId workspace, NoticeRoute route, NoticeText text, Notice? about, string page, Instant notBefore)
    {
        var link = address.Of(page);
        var message = new JsonObject
        {
            ["subject"] = text.Subject,
            ["text"] = text.ToText(link, Why),
            ["html"] = text.ToHtml(about?.Event, link, Why),
            ["link"] = link.AbsoluteUri,
            ["facts"] = new JsonObject
            {
                ["workspace_id"] = workspace.ToString(),
                ["event"] = about is null ? null : Word<NoticeEvent>.Of(about.Event),
                ["schedule_id"] = about?.Schedule?.ToString(),
                ["run_id"] = about?.Run?.ToString(),
            },
        };
        return new()
        {
            WorkspaceId = workspace,
            Id = new DeliveryId(clock.NewId()),
            RunId = null,
            DestinationIndex = 0,
            Type = route.Destination!["type"]!.GetValue<string>(),
            Recipient = route.Recipient!,
            DestinationJson = Wire.Text(route.Destination),
            MessageJson = Wire.Text(message),
            Status = DeliveryState.Pending,
            MaxAttempts = MaxAttempts,
            NextAttemptAt = notBefore,
            CreatedAt = clock.Now,
        };
    }
}
