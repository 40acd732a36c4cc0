using Broadsheet.Core.Runs;
using Broadsheet.Core.Workspaces;

namespace Broadsheet.Server.Deliveries;

/// <summary>Told after each delivery that was recorded: its run may have ended with it.</summary>
internal delegate Task DeliverySettled(WorkspaceId workspace, RunId run, CancellationToken ct);
