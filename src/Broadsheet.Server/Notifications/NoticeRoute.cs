using System.Text.Json.Nodes;

namespace Broadsheet.Server.Notifications;

/// <summary>How one person is reached over one channel, or why they are not.</summary>
/// <param name="Destination">As the ledger keeps it; null where there is no way.</param>
/// <param name="Recipient">As the ledger shows it.</param>
/// <param name="Why">What is missing, and who can mend it; null where nothing is.</param>
/// <param name="Page">Where to mend it, below this server's address.</param>
/// <param name="Note">What is worth knowing though it works.</param>
internal sealed record NoticeRoute(JsonObject? Destination, string? Recipient, string? Why, string? Page, string? Note = null)
{
    public bool IsOpen => Destination is not null;
}
