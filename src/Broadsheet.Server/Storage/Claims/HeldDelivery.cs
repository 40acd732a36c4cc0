using Broadsheet.Core.Deliveries;
using Broadsheet.Core.Workspaces;

namespace Broadsheet.Server.Storage.Claims;

/// <summary>A delivery this node is about to send. Node and attempt are the fencing token.</summary>
internal sealed record HeldDelivery(WorkspaceId Workspace, DeliveryId Id, Guid Node, int Attempt)
{
    /// <summary>The channel it leaves by.</summary>
    public string Type { get; init; } = "";
}
