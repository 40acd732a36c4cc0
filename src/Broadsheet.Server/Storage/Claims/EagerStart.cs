using Broadsheet.Core.Reports;

namespace Broadsheet.Server.Storage.Claims;

/// <summary>What a node that fires has room to start itself, as its runs are made and not by way of the queue.</summary>
/// <param name="Room">So many runs at most; over 0.</param>
/// <param name="Busy">Reports whose sources have as many readers as they may: theirs are queued.</param>
internal sealed record EagerStart(Guid Node, int Room, IReadOnlyCollection<TemplateId> Busy);
