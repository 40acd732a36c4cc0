using System.Diagnostics;
using System.Text.RegularExpressions;
using Broadsheet.Testing;
using Xunit;

namespace Broadsheet.Server.Tests.Http;

/// <summary>What sqlmap is pointed at: an address with its query, perhaps a JSON body, and the parameters that it must try.</summary>
/// <param name="Parameters">Their names; as sqlmap counts them (<c>#1*</c>) where a * says what to try.</param>
/// <param name="Header">One to be tried, with a * where: <c>X-Workspace #1*</c>.</param>
internal sealed record SqlmapTarget(string Path, IReadOnlyList<string> Parameters, string? Body = null, string? Method = null, string? Header = null)
{
    public override string ToString() => $"{Method ?? (Body is null ? "GET" : "POST")} {Path}{(Header is null ? "" : " with " + Header.Split(':')[0])}";
}

/// <summary>sqlmap, Debian's package, for the database of the store.</summary>
internal static partial class Sqlmap
{
    private const string Program = "/usr/bin/sqlmap";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(8);

    public static string? WhyNot => File.Exists(Program) ? null : "sqlmap is not installed here (apt install sqlmap).";

    /// <summary>What it said: what it found, and for each parameter that it tried whether it was not injectable.</summary>
    public static async Task<(bool Found, IReadOnlySet<string> Cleared, string Text)> RunAsync(Uri server, string key, string database, SqlmapTarget target)
    {
        using var folder = new TempFolder();
        List<string> arguments =
        [
            "-u", new Uri(server, "/") + target.Path.TrimStart('/'), "--dbms=" + database, "--technique=BEUST", "--level=1", "--risk=1",
            "--batch", "--skip-waf", "--flush-session", "--output-dir=" + folder.Path, "--threads=2", "--ignore-code=400,401,403,404,409,410,412,422", "--disable-coloring", "--time-sec=3", "--timeout=60",
        ];
        if (target.Header?.StartsWith("Authorization:", StringComparison.Ordinal) != true) arguments.AddRange(["-H", "Authorization: Bearer " + key]);
        if (target.Header is not null) arguments.AddRange(["-H", target.Header]);
        else if (!target.Path.EndsWith('*') && target.Body?.Contains('*') != true) arguments.AddRange(["-p", string.Join(',', target.Parameters)]);

        // A change answers another version and time each time, which sqlmap would take for an effect: there the status is what it compares.
        if (target.Method is not null) arguments.AddRange(["--code=200", "--method=" + target.Method]);
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
