using Broadsheet.Core.Ports;
using Broadsheet.Core.Reports;

namespace Broadsheet.Server.Reports.Rendering;

/// <summary>The files of one rendering: all written and hashed under hidden names first, then named together.</summary>
internal sealed class Outputs(RenderRequest request) : IDisposable
{
    private readonly List<FileOutput> opened = [];
    private readonly List<Pending> pending = [];

    public async Task WriteAsync(IReportFormat format, ReportContent content, CancellationToken ct)
    {
        if (!format.FilePerTable)
        {
            await WriteAsync(format, content, "", ct);
            return;
        }

        foreach (var name in content.FileTables)
            await WriteAsync(format, content with { Tables = [content.Table(name)] }, content.FileTables.Count > 1 ? "-" + name.Replace('_', '-') : "", ct);
    }

    /// <summary>The files under their names, which start with <paramref name="name"/>.</summary>
    public IReadOnlyList<RenderedFile> Publish(string name)
    {
        var files = new List<RenderedFile>();
        foreach (var (format, output, suffix, rows, hash) in pending)
        {
            var fileName = FileName.Safe(name + suffix, format.Extension);
            var path = Path.Combine(request.Folder, fileName);
            output.Publish(path);
            files.Add(new(format.Name, fileName, format.MediaType, path, output.Written, rows, hash));
        }

        return files;
    }

    public void Dispose()
    {
        foreach (var file in opened) file.Dispose();
    }

    private async Task WriteAsync(IReportFormat format, ReportContent content, string suffix, CancellationToken ct)
    {
        var output = new FileOutput(request.Folder, format.Name, request.Limits.MaxBytes);
        opened.Add(output);
        var rows = await format.WriteAsync(content, output, ct);
        pending.Add(new(format, output, suffix, rows, output.Finish()));
    }

    private sealed record Pending(IReportFormat Format, FileOutput Output, string Suffix, long Rows, string Hash);
}
