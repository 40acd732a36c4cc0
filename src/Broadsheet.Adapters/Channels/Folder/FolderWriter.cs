using Broadsheet.Core;
using Broadsheet.Core.Deliveries;

namespace Broadsheet.Adapters.Channels.Folder;

/// <summary>
/// Writes the files of one message into one folder: each beside its place first, all renamed once all are whole, replacing
/// what an earlier attempt left. Follows no link below the allowed folder.
/// </summary>
internal sealed class FolderWriter(string folder)
{
    private readonly List<(string Beside, string Final)> written = [];

    /// <summary>The folder of <paramref name="path"/> under <paramref name="root"/>, made where missing; a link on the way is refused.</summary>
    public static Result<string> Open(string root, FolderPath path)
    {
        if (!Directory.Exists(root)) return new Problem.Unavailable("no-folder", "The allowed folder does not exist or is not mounted.");
        var current = Path.GetFullPath(root);
        foreach (var part in path.Parts)
        {
            current = Path.Combine(current, part);
            var found = new DirectoryInfo(current);
            if (found.LinkTarget is not null) return new Problem.Forbidden($"“{part}” is a link; links are not followed. Make it a folder.");
            if (File.Exists(current)) return new Problem.Forbidden($"“{part}” is a file; it must be a folder.");
            found.Create();
        }

        return current;
    }

    public async Task WriteAsync(Attachment attachment, CancellationToken ct)
    {
        await using var content = await AttachmentReader.OpenAsync(attachment, ct);
        await WriteAsync(attachment.FileName, content, ct);
    }

    public async Task WriteAsync(string fileName, Stream content, CancellationToken ct)
    {
        var beside = Path.Combine(folder, $".{Guid.CreateVersion7():N}.part");
        written.Add((beside, Path.Combine(folder, fileName)));
        await using var file = new FileStream(beside, FileMode.CreateNew, FileAccess.Write, FileShare.None, 64 * 1024, FileOptions.Asynchronous);
        await content.CopyToAsync(file, ct);
        await file.FlushAsync(ct);
        file.Flush(flushToDisk: true);
    }

    /// <summary>Makes everything written visible under its name.</summary>
    public void Publish()
    {
        foreach (var (beside, final) in written) File.Move(beside, final, overwrite: true);
    }

    /// <summary>Removes what was not published.</summary>
    public void Clean()
    {
        foreach (var (beside, _) in written) File.Delete(beside);
    }
}
