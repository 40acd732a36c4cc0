using System.Text.Json.Nodes;
using Broadsheet.Core.Access;
using Broadsheet.Server.Http;
using Broadsheet.Server.Storage;

namespace Broadsheet.Server.Audit;

/// <summary>Adds audit entries to the caller's unit of work, so that a change and its entry are saved together or not at all.</summary>
internal sealed class AuditLog(AppDb db, Clock clock)
{
    /// <param name="action"><c>schedule.created</c>: object, dot, past tense.</param>
    /// <param name="before">Without secrets; null for a creation.</param>
    /// <param name="after">Without secrets; null for a deletion.</param>
    public void Add(Actor actor, string action, string objectType, object objectId, string? name, JsonObject? before = null, JsonObject? after = null) =>
        db.AuditEntries.Add(new AuditRow
        {
            WorkspaceId = actor.Workspace,
            Id = new(clock.NewId()),
            At = clock.Now,
            PersonId = actor.Person,
            Actor = actor.Name,
            ApiKeyId = actor.Key,
            Origin = actor.From,
            Action = action,
            ObjectType = objectType,
            ObjectId = objectId.ToString()!,
            ObjectName = name,
            BeforeJson = before is null ? null : Wire.Text(before),
            AfterJson = after is null ? null : Wire.Text(after),
        });
}
