using System.Security.Cryptography;
using Broadsheet.Core.Deliveries;
using Xunit;

namespace Broadsheet.Adapters.Tests.Channels.Email;

/// <summary>Alone, since it counts what the whole process allocates.</summary>
[Collection(nameof(FlatMemoryTests))]
[CollectionDefinition(nameof(FlatMemoryTests), DisableParallelization = true)]
public sealed class FlatMemoryTests
{
    private const int Megabyte = 1_000_000;

    [Fact]
    public async Task An_attachment_of_200_megabytes_leaves_in_flat_memory()
    {
        await using var sink = new SinkMailServer();
        await using var channel = Post.Channel();
        using var folder = new TempFolder();
        var file = await MakeAsync(folder.At("big.bin"), 200);
        var connection = Some.Values(channel.Connection, $$"""{ "host": "127.0.0.1", "port": {{sink.Port}}, "security": "none", "from": "r@example.com" }""");
        var message = Some.Message(Some.Values(channel.Destination, """{ "to": ["a@example.com"] }"""), "a@example.com", connection);
        Assert.IsType<DeliveryOutcome.Sent>(await channel.SendAsync(message, TestContext.Current.CancellationToken));
        var before = GC.GetTotalAllocatedBytes(precise: true);
        Assert.IsType<DeliveryOutcome.Sent>(await channel.SendAsync(message with { Attachments = [file] }, TestContext.Current.CancellationToken));
        var allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
        Assert.InRange(sink.Received, 270L * Megabyte, 280L * Megabyte);
        Assert.InRange(allocated, 0, 40 * Megabyte);
    }

    private static async Task<Attachment> MakeAsync(string path, int megabytes)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var file = File.Create(path);
        var block = new byte[Megabyte];
        var random = new Random(3);
        for (var i = 0; i < megabytes; i++)
        {
            random.NextBytes(block);
            hash.AppendData(block);
            await file.WriteAsync(block);
        }

        return new Attachment("big.bin", "application/octet-stream", (long)megabytes * Megabyte, Convert.ToHexStringLower(hash.GetHashAndReset()),
            _ => Task.FromResult<Stream>(File.OpenRead(path)));
    }
}
