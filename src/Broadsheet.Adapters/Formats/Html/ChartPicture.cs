using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Broadsheet.Adapters.Formats.Html;

/// <summary>
/// SVG to PNG, for mail programs, which show no SVG: by librsvg's rsvg-convert where the machine has it. Thread-safe.
/// </summary>
internal sealed class ChartPicture(string? tool)
{
    private const int MostBytes = 512 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Where rsvg-convert is; null when it is not installed.</summary>
    public static string? Find() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, "rsvg-convert")).FirstOrDefault(File.Exists);

    /// <summary>The picture at twice its size, for sharp screens; null when it can't be made here, or is too large for a mail.</summary>
    public async Task<byte[]?> PngAsync(ReadOnlyMemory<byte> svg, CancellationToken ct)
    {
        if (tool is null) return null;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(Patience);
        try
        {
            return await RunAsync(tool, svg, patience.Token);
        }
        catch (Win32Exception)
        {
            return null;
        }
        catch (IOException)
        {
            return null;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return null;
        }
    }

    private static async Task<byte[]?> RunAsync(string tool, ReadOnlyMemory<byte> svg, CancellationToken ct)
    {
        using var process = Process.Start(new ProcessStartInfo(tool, ["--zoom=2", "--format=png", "--background-color=white"])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, StandardInputEncoding = new UTF8Encoding(false), UseShellExecute = false,
        })!;
        try
        {
            using var png = new MemoryStream();
            var reading = process.StandardOutput.BaseStream.CopyToAsync(png, ct);
            await process.StandardInput.BaseStream.WriteAsync(svg, ct);
            process.StandardInput.Close();
            await reading;
            await process.WaitForExitAsync(ct);
            return process.ExitCode == 0 && png.Length is > 0 and < MostBytes ? png.ToArray() : null;
        }
        finally
        {
            if (!process.HasExited) process.Kill();
        }
    }
}
