namespace Broadsheet.Adapters.Channels.Folder;

/// <summary>A folder that the administrator lets reports be written to: <paramref name="Name"/> is what users choose by.</summary>
public sealed record FolderRoot(string Name, string Path);
