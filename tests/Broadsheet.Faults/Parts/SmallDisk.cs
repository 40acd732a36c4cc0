using System.Diagnostics;
using Broadsheet.Testing;
using Xunit;

namespace Broadsheet.Faults.Parts;

/// <summary>A tmpfs of its own that can be filled to the last byte; making one takes root.</summary>
internal sealed class SmallDisk : IDisposable
{
    private const int Block = 256 * 1024;

    private readonly TempFolder folder = new();

    public SmallDisk(int megabytes)
    {
        Assert.SkipUnless(Environment.UserName == "root" && OperatingSystem.IsLinux(), "Only root can mount a small disk to fill.");
        Assert.SkipUnless(Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", folder.Path), "A small disk cannot be mounted here (no right to, in this container).");
    }

    public string Path => folder.Path;

    private string Ballast => folder.File("ballast");

    /// <summary>Until nothing goes on it any more.</summary>
    public void Fill()
    {
        var block = new byte[Block];
        using var file = new FileStream(Ballast, FileMode.Append, FileAccess.Write, FileShare.None, 0);
        for (var size = Block; size > 0;)
        {
            try
            {
                file.Write(block, 0, size);
                file.Flush();
            }
            catch (IOException)
            {
                size /= 2;
            }
        }
    }

    public void Free() => File.Delete(Ballast);

    public void Dispose()
    {
        Run("umount", "-l", folder.Path);
        folder.Dispose();
    }

    private static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
