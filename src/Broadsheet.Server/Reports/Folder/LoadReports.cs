using System.Security.Cryptography;
using System.Text;
using Broadsheet.Core;
using Broadsheet.Core.Access;
using Broadsheet.Core.Ports;
using Broadsheet.Core.Reports;
using Broadsheet.Core.Workspaces;
using Broadsheet.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Server.Reports.Folder;

/// <summary>
/// Takes what changed in a folder into its workspace: a new file is a new report, a changed one a new version, and a file that is gone
/// leaves its report in the store, for schedules may send it. A file is tried again while it is in trouble; one that was taken is taken
/// again only when it changes, so that nodes with an older checkout do not undo a newer one.
/// </summary>
internal sealed class LoadReports(AppDb db, IDocumentReader reader, CreateTemplate create, ReplaceTemplate replace, ReportFolders folders)
{
    private const string Name = "reports folder";

    /// <summary>The files now in trouble that were not, or had other trouble, before.</summary>
    /// <exception cref="IOException">The folder is gone or cannot be read.</exception>
    public async Task<IReadOnlyList<FolderFile>> RunAsync(ReportFolder folder, CancellationToken ct)
    {
        if (await ActorAsync(folder, ct) is not { } actor) return [];
        var before = (folders.FilesOf(actor.Workspace) ?? []).ToDictionary(f => f.File, StringComparer.Ordinal);
        var now = new List<FolderFile>();
        foreach (var (file, text) in await FolderListing.ReadAsync(folder.Path, ct))
        {
            var known = before.GetValueOrDefault(file);
            var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
            now.Add(known is { Trouble: null } && known.Hash == hash ? known : await TakeAsync(actor, new(file, hash, known?.Template, known?.ReportType, null), text, now, ct));
        }

        folders.Saw(actor.Workspace, now);
        return [.. now.Where(f => f.Trouble is not null && before.GetValueOrDefault(f.File)?.Trouble?.Summary != f.Trouble.Summary)];
    }

    private async Task<FolderFile> TakeAsync(Actor actor, FolderFile file, string text, List<FolderFile> taken, CancellationToken ct)
    {
        var read = reader.Read(text);
        if (!read.IsOk) return file with { Trouble = read.Problem };
        var type = read.Value.ReportType;
        if (taken.FirstOrDefault(t => t.ReportType == type) is { } twin)
            return file with { Trouble = new Problem.Invalid("report_type", "taken", $"“{type}” is the report_type of {twin.File} too; give one of the two another.") };
        db.ChangeTracker.Clear();
        var body = Result<TemplateBody>.Ok(new TemplateBody { Text = text });
        var saved = await TargetAsync(actor.Workspace, file.Template, type, ct) is { } target
            ? await replace.FromFileAsync(actor, target, body, ct)
            : await create.RunAsync(actor, body, ct);
        return saved.IsOk ? file with { Template = new TemplateId(saved.Value.Id), ReportType = type } : file with { Trouble = saved.Problem };
    }

    /// <summary>The report this file already is, under an old report_type perhaps; else one of its report_type, which the file takes over.</summary>
    private async Task<TemplateId?> TargetAsync(WorkspaceId workspace, TemplateId? known, string type, CancellationToken ct)
    {
        var ids = await db.Templates.Where(t => t.WorkspaceId == workspace && (t.Id == known || t.ReportType == type)).Select(t => t.Id).ToListAsync(ct);
        return ids.Count == 0 ? null : known is { } id && ids.Contains(id) ? id : ids[0];
    }

    /// <summary>Acts as the workspace's first administrator. Null while there is no such workspace, or nobody in charge of it.</summary>
    private async Task<Actor?> ActorAsync(ReportFolder folder, CancellationToken ct)
    {
        var workspaces = db.Workspaces.AsNoTracking().Where(w => folder.Slug == null || w.Slug == folder.Slug);
        var home = await (
            from workspace in workspaces.OrderBy(w => w.CreatedAt).ThenBy(w => w.Id).Take(1)
            join member in db.Memberships on workspace.Id equals member.WorkspaceId
            where member.Role == Role.Admin
            join person in db.People on member.PersonId equals person.Id
            where person.DisabledAt == null
            orderby member.CreatedAt, person.Id
            select new { Workspace = workspace.Id, Person = person.Id }).FirstOrDefaultAsync(ct);
        return home is null ? null : new Actor(home.Workspace, home.Person, Name, Role.Admin, Name);
    }
}
