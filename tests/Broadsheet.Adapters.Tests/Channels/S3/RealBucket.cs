using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Xunit;

namespace Broadsheet.Adapters.Tests.Channels.S3;

/// <summary>An S3 server in a process of its own (npm's s3rver, in <c>BROADSHEET_NODE_MODULES</c>) with the bucket <c>reports</c>; skipped without.</summary>
internal sealed class RealBucket : IAsyncDisposable
{
    private readonly TempFolder folder = new();
    private Process? process;

    public Uri Url { get; private set; } = new("http://127.0.0.1/");

    public static async Task<RealBucket> StartAsync(CancellationToken ct)
    {
        var program = Path.Combine(Environment.GetEnvironmentVariable("BROADSHEET_NODE_MODULES") ?? "", "s3rver", "bin", "s3rver.js");
        Assert.SkipUnless(File.Exists(program), "BROADSHEET_NODE_MODULES does not name a node_modules folder with s3rver");
        var bucket = new RealBucket();
        int port;
        using (var free = new TcpListener(IPAddress.Loopback, 0))
        {
            free.Start();
            port = ((IPEndPoint)free.LocalEndpoint).Port;
        }

        bucket.Url = new Uri($"http://127.0.0.1:{port}/");
        var server = Process.Start(new ProcessStartInfo("node", [program, "-d", bucket.folder.Path, "-a", "127.0.0.1", "-p", $"{port}", "--configure-bucket", "reports"])
        {
            UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        server.BeginErrorReadLine();
        bucket.process = server;
        while (await server.StandardOutput.ReadLineAsync(ct) is { } line)
        {
            if (!line.Contains("listening", StringComparison.OrdinalIgnoreCase)) continue;
            _ = server.StandardOutput.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
            return bucket;
        }

        throw new InvalidOperationException("s3rver did not start");
    }

    public IEnumerable<string> Objects() => Directory.EnumerateFiles(Path.Combine(folder.Path, "reports"), "*_object", SearchOption.AllDirectories);

    public async ValueTask DisposeAsync()
    {
        process!.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
        folder.Dispose();
    }
}
