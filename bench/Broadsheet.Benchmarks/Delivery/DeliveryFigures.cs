using System.Diagnostics;
using System.Security.Cryptography;
using Broadsheet.Core.Deliveries;

namespace Broadsheet.Benchmarks.Delivery;

/// <summary>
/// Mails of 70 kB a second over 1 and 8 connections, plain and TLS, and the memory of one with 150 MB, ours beside
/// System.Net.Mail in the same run. A figure is the median of rounds in which the two take turns.
/// </summary>
internal static class DeliveryFigures
{
    private const int Mails = 200;
    private const int Rounds = 3;

    public static async Task RunAsync()
    {
        using var sink = new SinkServer();
        var small = RandomNumberGenerator.GetBytes(70_000);
        var file = new Attachment("quality.xlsx", "application/octet-stream", small.Length, Hash(small), _ => Task.FromResult<Stream>(new MemoryStream(small)));
        Console.WriteLine("| connections | TLS | ours, mails/s | System.Net.Mail, mails/s | ratio |");
        Console.WriteLine("|---|---|---|---|---|");
        foreach (var (connections, tls) in new[] { (1, false), (8, false), (1, true), (8, true) })
        {
            var (ours, theirs) = (new List<double>(), new List<double>());
            for (var round = 0; round <= Rounds; round++)
            {
                var own = await RateAsync(() => OwnMail.SendAsync(sink, tls, connections, Mails, file));
                var other = await RateAsync(() => PlatformMail.SendAsync(sink.Port, tls, connections, Mails, () => new MemoryStream(small)));
                if (round == 0) continue;
                ours.Add(own);
                theirs.Add(other);
            }

            var (mine, platform) = (Median(ours), Median(theirs));
            Console.WriteLine($"| {connections} | {(tls ? "yes" : "no")} | {mine:0} | {platform:0} | {mine / platform:0.0} |");
        }

        await MemoryAsync(sink);
    }

    private static async Task MemoryAsync(SinkServer sink)
    {
        var path = Path.GetTempFileName();
        try
        {
            var content = RandomNumberGenerator.GetBytes(150_000_000);
            await File.WriteAllBytesAsync(path, content);
            var file = new Attachment("big.bin", "application/octet-stream", content.Length, Hash(content), _ => Task.FromResult<Stream>(File.OpenRead(path)));
            content = [];
            var own = await PeakAsync(() => OwnMail.SendAsync(sink, false, 1, 1, file));
            var other = await PeakAsync(() => PlatformMail.SendAsync(sink.Port, false, 1, 1, () => File.OpenRead(path)));
            Console.WriteLine($"150 MB attachment, growth of the process at its peak: ours {own} MB, System.Net.Mail {other} MB, ratio {other / Math.Max(1.0, own):0.0}");
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static double Median(List<double> figures) => figures.Order().ElementAt(figures.Count / 2);

    private static async Task<double> RateAsync(Func<Task> send)
    {
        var start = Stopwatch.GetTimestamp();
        await send();
        return Mails / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static async Task<long> PeakAsync(Func<Task> send)
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        var before = Environment.WorkingSet;
        var peak = before;
        await using var watch = new Timer(_ => peak = Math.Max(peak, Environment.WorkingSet), null, 0, 20);
        await send();
        return (Math.Max(peak, Environment.WorkingSet) - before) / 1_000_000;
    }

    private static string Hash(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
