using Broadsheet.Core;
using Broadsheet.Core.Workspaces;

namespace Broadsheet.Server.People;

/// <summary>Mails a text by the workspace's mail server, at once. Deliveries know people, not the other way round.</summary>
internal delegate Task<Result<Done>> SendLetter(WorkspaceId workspace, string to, string subject, string text, CancellationToken ct);
