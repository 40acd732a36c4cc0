using Broadsheet.Core;
using Broadsheet.Core.Access;
using Broadsheet.Core.Reports;

namespace Broadsheet.Server.Reports;

/// <summary>Saves the text of an earlier version as the newest one, by the rules of any change: nothing of the history is lost.</summary>
internal sealed class RestoreVersion(ReadVersions versions, ReplaceTemplate replace)
{
    /// <param name="ifMatch">The If-Match header; null where none was sent.</param>
    public async Task<Result<TemplateWire>> RunAsync(Actor actor, TemplateId id, string number, string? ifMatch, CancellationToken ct)
    {
        if (actor.Refuse(Permission.See) is { } hidden) return hidden;
        if (await versions.FindAsync(actor, id, number, ct) is not { } version) return new Problem.NotFound("version");
        return await replace.RunAsync(actor, id, new TemplateBody { Text = version.Text }, ifMatch, ct);
    }
}
