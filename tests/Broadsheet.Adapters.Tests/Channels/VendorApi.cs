using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Xunit;

namespace Broadsheet.Adapters.Tests.Channels;

/// <summary>
/// A vendor as its own API description has it: Prism, which refuses what the description does not allow. Needs the
/// descriptions in a folder beside the repository and Prism in <c>BROADSHEET_NODE_MODULES</c>; tests are skipped without.
/// </summary>
internal sealed class VendorApi : IAsyncDisposable
{
    private readonly Process process;

    private VendorApi(Process process, Uri url) => (this.process, Url) = (process, url);

    public Uri Url { get; }

    /// <summary>Prism over the description <paramref name="file"/>, once it listens.</summary>
    public static async Task<VendorApi> StartAsync(string file, CancellationToken ct)
    {
        var description = Descriptions() is { } folder ? Path.Combine(folder, file) : null;
        Assert.SkipUnless(File.Exists(description), "there is no folder shared/vendor-apis beside the repository");
        var prism = Path.Combine(Environment.GetEnvironmentVariable("BROADSHEET_NODE_MODULES") ?? "", "@stoplight", "prism-cli", "dist", "index.js");
        Assert.SkipUnless(File.Exists(prism), "BROADSHEET_NODE_MODULES does not name a node_modules folder with @stoplight/prism-cli 5.14.2");
        var port = FreePort();
        var mock = Process.Start(new ProcessStartInfo("node", [prism, "mock", "--errors", "-h", "127.0.0.1", "-p", $"{port}", description!])
        {
            UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        mock.BeginErrorReadLine();
        while (await mock.StandardOutput.ReadLineAsync(ct) is { } line)
        {
            if (!line.Contains("is listening", StringComparison.Ordinal)) continue;
            _ = mock.StandardOutput.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
            return new VendorApi(mock, new Uri($"http://127.0.0.1:{port}/"));
        }

        throw new InvalidOperationException("Prism did not start");
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
    }

    private static string? Descriptions()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "Broadsheet.slnx"))) return Path.Combine(at.Parent?.FullName ?? "", "shared", "vendor-apis");
        }

        return null;
    }

    private static int FreePort()
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        return ((IPEndPoint)free.LocalEndpoint).Port;
    }
}
