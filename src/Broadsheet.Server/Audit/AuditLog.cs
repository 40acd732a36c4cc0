using System.Text.Json.Nodes;
using Broadsheet.Core.Access;
using Broadsheet.Core.Workspaces;
using Broadsheet.Server.Http;
using Broadsheet.Server.Storage;

namespace Broadsheet.Server.Audit;

/// <summary>
/// Adds audit entries to the caller's unit of work, so that a change and its entry are saved together or not at all. A secret that
/// this process knows is taken out of them by its value.
/// </summary>
internal sealed class AuditLog(AppDb db, Clock clock, KnownSecrets secrets)
{
    /// <param name="action"><c>schedule.created</c>: object, dot, past tense.</param>
    /// <param name="before">Null for a creation.</param>
    /// <param name="after">Null for a deletion.</param>
    public void Add(Actor actor, string action, string objectType, object objectId, string? name, JsonObject? before = null, JsonObject? after = null) =>
        Add(actor, new AuditEvent { Action = action, ObjectType = objectType, ObjectId = objectId, Name = name, Before = before, After = after });

    /// <param name="actor">Without a person where nobody is known.</param>
    public void Add(Actor actor, AuditEvent happened) => db.Note(new AuditRow
    {
        WorkspaceId = actor.Workspace,
        Id = new(clock.NewId()),
        At = clock.Now,
        PersonId = actor.Person == default ? null : actor.Person,
        Actor = actor.Name,
        ApiKeyId = actor.Key,
        Origin = actor.From,
        Action = happened.Action,
        ObjectType = happened.ObjectType,
        ObjectId = happened.ObjectId.ToString()!,
        ObjectName = Storable(happened.Name),
        ReportType = happened.Report,
        Failed = happened.Failed,
        Before = happened.Before is null ? null : Storable(Wire.Text(happened.Before)),
        After = happened.After is null ? null : Storable(Wire.Text(happened.After)),
    });

    /// <summary>What retention removed, in numbers: <c>runs.trimmed</c>, <c>files.trimmed</c>, <c>audit.trimmed</c>.</summary>
    public void Trimmed(WorkspaceId workspace, string what, JsonObject removed) =>
        Add(new Actor(workspace, default, "retention", Role.Worker, "worker"), what + ".trimmed", what, workspace, null, removed);

    /// <summary>Without secrets, and without NUL, which PostgreSQL keeps in no text.</summary>
    private string? Storable(string? text) => secrets.Redact(text)?.Replace("\0", "\uFFFD", StringComparison.Ordinal);
}
