using System.Text;
using Broadsheet.Core;
using Broadsheet.Core.Deliveries;
using Broadsheet.Core.Ports;

namespace Broadsheet.Adapters.Channels.Folder;

/// <summary>Files into a folder of the server: only below the roots that the administrator allows.</summary>
public sealed class FolderChannel(IReadOnlyList<FolderRoot> roots) : IDeliveryChannel
{
    public string Type => "folder";

    public bool SafeToRepeat => true;

    public SettingsSchema Destination { get; } = FolderSettings.Destination(roots);

    public SettingsSchema Connection => SettingsSchema.None;

    public Result<IReadOnlyList<string>> Recipients(SettingValues destination)
    {
        var name = destination.Text("folder") ?? "";
        if (RootOf(name) is not { } root)
        {
            var remedy = roots.Count == 0
                ? "An administrator has to allow one first (Broadsheet__Folders__<name>)."
                : $"There are: {string.Join(", ", roots.Select(r => r.Name))}.";
            return new Problem.Invalid("folder", "unknown-folder", $"There is no allowed folder “{name}”. {remedy}", Nearest.To(name, roots.Select(r => r.Name)));
        }

        var path = destination.Text("path") ?? "";
        return FolderPath.Parse(Placeholders.Sample(path)).Problem is { } wrong
            ? wrong : Result<IReadOnlyList<string>>.Ok([path.Length == 0 ? root.Name : $"{root.Name}/{path}"]);
    }

    public async Task<DeliveryOutcome> SendAsync(Outgoing message, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        if (RootOf(message.Destination.Text("folder") ?? "") is not { } root)
            return new DeliveryOutcome.Rejected("The folder is not allowed any more. Choose another, or ask an administrator.");
        if (message.Attachments.FirstOrDefault(a => !FolderPath.IsName(a.FileName)) is { } odd)
            return new DeliveryOutcome.Rejected($"“{SafeText.Clean(odd.FileName)}” can't be a file's name. Change the report's file name.");
        var path = FolderPath.Parse(Placeholders.Fill(message.Destination.Text("path") ?? "", message.Facts));
        if (!path.IsOk) return new DeliveryOutcome.Rejected(path.Problem.Summary);
        try
        {
            var folder = FolderWriter.Open(root.Path, path.Value);
            if (folder.Problem is Problem.Forbidden no) return new DeliveryOutcome.Rejected(no.Message);
            return folder.IsOk ? await WriteAsync(message, folder.Value, ct) : new DeliveryOutcome.Failed(folder.Problem.Summary);
        }
        catch (AttachmentException e)
        {
            return new DeliveryOutcome.Failed(e.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new DeliveryOutcome.Failed($"The folder “{root.Name}” can't be written: {SafeText.Clean(e.Message.Replace(root.Path, "", StringComparison.Ordinal))}");
        }
    }

    public Task<Result<Done>> TestAsync(SettingValues connection, CancellationToken ct)
    {
        var missing = roots.Where(r => !Directory.Exists(r.Path)).Select(r => r.Name).ToList();
        return Task.FromResult<Result<Done>>(missing.Count == 0
            ? default(Done) : new Problem.Unavailable("no-folder", $"Not there or not mounted: {string.Join(", ", missing)}."));
    }

    private static async Task<DeliveryOutcome> WriteAsync(Outgoing message, string folder, CancellationToken ct)
    {
        var writer = new FolderWriter(folder);
        try
        {
            foreach (var attachment in message.Attachments) await writer.WriteAsync(attachment, ct);
            if (message.Attachments.Count == 0)
            {
                using var text = new MemoryStream(Encoding.UTF8.GetBytes($"{message.Subject}\n\n{message.Text}\n"));
                await writer.WriteAsync($"message-{message.Id.Value:N}.txt", text, ct);
            }

            writer.Publish();
            return new DeliveryOutcome.Sent(null);
        }
        finally
        {
            writer.Clean();
        }
    }

    private FolderRoot? RootOf(string name) => roots.FirstOrDefault(r => r.Name == name);
}
