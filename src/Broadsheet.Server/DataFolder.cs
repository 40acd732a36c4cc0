using Broadsheet.Core.Runs;

namespace Broadsheet.Server;

/// <summary>The folder that holds all a node keeps on its disk. Creating it makes the folders.</summary>
internal sealed class DataFolder
{
    public DataFolder(string path)
    {
        Root = Path.GetFullPath(path);
        foreach (var folder in new[] { Root, Keys, Artifacts, Outbox, Demo, Sources, Folders, Work }) Directory.CreateDirectory(folder);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(Keys, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public string Root { get; }

    /// <summary>The embedded database.</summary>
    public string Store => Path.Combine(Root, "broadsheet.db");

    public string Keys => Path.Combine(Root, "keys");

    public string Artifacts => Path.Combine(Root, "artifacts");

    /// <summary>Mail as .eml files, where there is no mail server.</summary>
    public string Outbox => Path.Combine(Root, "outbox");

    public string Demo => Path.Combine(Root, "demo");

    /// <summary>SQLite files that every administrator of a workspace may add as a data source.</summary>
    public string Sources => Path.Combine(Root, "sources");

    /// <summary>Files while they are made; emptied at start.</summary>
    public string Work => Path.Combine(Root, "work");

    /// <summary>The folder channel writes below it.</summary>
    public string Folders => Path.Combine(Root, "folders");

    /// <summary>Clears away what a process that died left half made. Called before anything is made.</summary>
    public void EmptyWork()
    {
        foreach (var left in Directory.EnumerateFileSystemEntries(Work))
        {
            if (Directory.Exists(left)) Directory.Delete(left, recursive: true);
            else File.Delete(left);
        }
    }

    /// <summary>True when <paramref name="error"/> says that a disk is full, read-only, over quota or broken.</summary>
    public static bool IsDiskTrouble(Exception error) => error is IOException { HResult: 5 or 28 or 30 or 122 or unchecked((int)0x80070070) };

    /// <summary>A folder of one attempt's own.</summary>
    public string Attempt(RunId run, int attempt) => Path.Combine(Work, $"{run}-{attempt}");
}
