using Broadsheet.Core;
using Broadsheet.Core.Access;
using Broadsheet.Server.Http;

namespace Broadsheet.Server.Reports.Folder;

/// <summary>What the workspace's folder holds, and what of it could not be taken.</summary>
internal sealed class ReadFolder(ReportFolders folders)
{
    public Result<FolderWire> Run(Actor actor)
    {
        if (actor.Refuse(Permission.See) is { } refused) return refused;
        var files = folders.FilesOf(actor.Workspace);
        return new FolderWire(files is not null, [.. (files ?? []).Select(FolderFileWire.Of)]);
    }
}

/// <summary>The folder of report documents that the deployment gives the workspace.</summary>
/// <param name="Configured">False where reports are kept in the store alone.</param>
internal sealed record FolderWire(bool Configured, IReadOnlyList<FolderFileWire> Files);

/// <summary>One file of it; with errors, the report is as the last good text made it, or not there yet.</summary>
internal sealed record FolderFileWire(string File, Guid? TemplateId, string? ReportType, IReadOnlyList<FieldErrorWire> Errors)
{
    public static FolderFileWire Of(FolderFile file) => new(file.File, file.Template?.Value, file.ReportType, file.Trouble switch
    {
        null => [],
        Problem.Invalid invalid => [.. invalid.Errors.Select(FieldErrorWire.Of)],
        var other => [new FieldErrorWire("", "refused", other.Summary, null, null)],
    });
}
