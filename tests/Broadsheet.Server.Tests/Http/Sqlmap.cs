using System.Diagnostics;
using System.Text.RegularExpressions;
using Broadsheet.Testing;
using Xunit;

namespace Broadsheet.Server.Tests.Http;

/// <summary>What sqlmap is pointed at: an address with its query, perhaps a JSON body, and the parameters that it must try.</summary>
internal sealed record SqlmapTarget(string Path, IReadOnlyList<string> Parameters, string? Body = null);

/// <summary>sqlmap, Debian's package, for the database of the store.</summary>
internal static partial class Sqlmap
{
    private const string Program = "/usr/bin/sqlmap";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(8);

    public static string? WhyNot => File.Exists(Program) ? null : "sqlmap is not installed here (apt install sqlmap).";

    /// <summary>What it said: what it found, and for each parameter that it tried whether it was not injectable.</summary>
    public static async Task<(bool Found, IReadOnlySet<string> Cleared, string Text)> RunAsync(Uri server, string key, SqlmapTarget target)
    {
        using var folder = new TempFolder();
        List<string> arguments =
        [
            "-u", new Uri(server, target.Path).ToString(), "-H", "Authorization: Bearer " + key, "-p", string.Join(',', target.Parameters), "--dbms=SQLite", "--technique=BEUST", "--level=1", "--risk=1",
            "--batch", "--flush-session", "--output-dir=" + folder.Path, "--threads=2", "--ignore-code=400,401,404,422", "--disable-coloring", "--time-sec=3", "--timeout=60",
        ];
        if (target.Body is not null) arguments.AddRange(["--data", target.Body, "-H", "Content-Type: application/json"]);
        var start = new ProcessStartInfo(Program, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        start.Environment["HOME"] = folder.Path;
        foreach (var proxy in new[] { "http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY" }) start.Environment.Remove(proxy);
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Patience);
        try
        {
            var (output, error) = (process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token));
            await process.WaitForExitAsync(limit.Token);
            var text = await output + await error;
            var found = text.Contains("identified the following injection point", StringComparison.Ordinal) || text.Contains("is vulnerable", StringComparison.Ordinal);
            return (found, Clear().Matches(text).Select(m => m.Groups[1].Value).ToHashSet(StringComparer.Ordinal), text);
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }

    [GeneratedRegex(@"parameter '(?:JSON )?([^']+)' does not seem to be injectable")]
    private static partial Regex Clear();
}
