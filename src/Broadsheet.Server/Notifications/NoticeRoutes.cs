using System.Text.Json.Nodes;
using Broadsheet.Core.Notifications;
using Broadsheet.Core.Workspaces;
using Broadsheet.Server.Connections;
using Broadsheet.Server.Deliveries;
using Broadsheet.Server.People;

namespace Broadsheet.Server.Notifications;

/// <summary>Whether the deployment has a mail server of its own.</summary>
internal sealed record DeploymentMail(bool IsSetUp);

/// <summary>The ways to people: their address, the inbox, and what the workspace's default connections reach.</summary>
internal sealed class NoticeRoutes(ChannelCatalog channels, ConnectionCatalog connections, DeploymentMail mail)
{
    private const string Connections = "/admin/connections";
    private const string Settings = "/settings/notifications";

    public async Task<NoticeRoute> FindAsync(WorkspaceId workspace, PersonRow person, NoticeContacts contacts, NoticeChannel channel, CancellationToken ct) => channel switch
    {
        NoticeChannel.InApp => Route(InboxChannel.Name, "to", new JsonArray(person.Email)),
        NoticeChannel.Email => Route("email", "to", new JsonArray(person.Email)) with { Note = await MailNoteAsync(workspace, ct) },
        NoticeChannel.Slack => await ConnectedAsync(workspace, "slack", "channel", contacts.Slack is { } to ? JsonValue.Create(to) : null,
            "Say where on Slack: your member ID (in your profile there, “Copy member ID”) or a channel’s.", ct),
        NoticeChannel.Sms => await ConnectedAsync(workspace, "sms", "to", contacts.Phone is { } phone ? new JsonArray(phone) : null,
            "Say which number, with country code.", ct),
    };

    /// <summary>What is wrong with a contact, whether or not the workspace can use it; null for nothing, or where there is none.</summary>
    public string? Wrong(string type, string field, string? contact) => contact is null
        ? null
        : channels.Read(new JsonObject { ["type"] = type, [field] = field == "to" ? new JsonArray(contact) : JsonValue.Create(contact) }).Problem is Core.Problem.Invalid invalid
            ? string.Join(" ", invalid.Errors.Select(e => e.Message))
            : null;

    private async Task<NoticeRoute> ConnectedAsync(WorkspaceId workspace, string type, string field, JsonNode? to, string missing, CancellationToken ct)
    {
        var chosen = await connections.ChooseAsync(workspace, type, null, ct);
        if (chosen.Value is null)
            return new(null, null, $"The workspace has no default connection for {(type == "sms" ? "SMS" : "Slack")}: an admin adds one.", Connections);
        return to is null ? new(null, null, missing, Settings) : Route(type, field, to);
    }

    private NoticeRoute Route(string type, string field, JsonNode to)
    {
        var json = new JsonObject { ["type"] = type, [field] = to };
        var read = channels.Read(json);
        return read.IsOk && read.Value.Recipients.Count == 1 ? new(read.Value.ToJson(), read.Value.Recipients[0], null, null) : new(null, null, read.Problem?.Summary, Settings);
    }

    private async Task<string?> MailNoteAsync(WorkspaceId workspace, CancellationToken ct) =>
        mail.IsSetUp || (await connections.ChooseAsync(workspace, "email", null, ct)).Value is not null
            ? null
            : "No mail server is set up: mail is written as .eml files into outbox/ in the server’s data folder.";
}
