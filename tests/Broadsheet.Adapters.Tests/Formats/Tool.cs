using System.Diagnostics;
using Xunit;

namespace Broadsheet.Adapters.Tests.Formats;

/// <summary>Other people's programs that open our files.</summary>
internal static class Tool
{
    /// <summary>What it prints; the test is skipped when the program is not installed, and fails when it ends with an error.</summary>
    public static async Task<string> RunAsync(string program, params string[] arguments)
    {
        Assert.SkipUnless(Find(program), $"{program} is not installed here.");
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{program}: {await errors}{output}");
        return output;
    }

    /// <summary>Runs a script on the first Python that has openpyxl; skipped when none has.</summary>
    public static async Task<string> OpenpyxlAsync(string script, string file)
    {
        foreach (var python in new[] { "python3", "/usr/bin/python3" }.Where(Find))
        {
            using var probe = Process.Start(new ProcessStartInfo(python, ["-c", "import openpyxl"]) { RedirectStandardError = true, UseShellExecute = false })!;
            await probe.WaitForExitAsync();
            if (probe.ExitCode == 0) return await RunAsync(python, "-c", script, file);
        }

        Assert.Skip("No Python here has openpyxl (apt install python3-openpyxl).");
        return "";
    }

    public static bool Find(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Append("").Any(folder => File.Exists(Path.Combine(folder, program)));
}
