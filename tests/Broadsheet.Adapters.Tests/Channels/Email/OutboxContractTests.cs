using Broadsheet.Adapters.Channels.Email;
using Broadsheet.Core.Ports;

namespace Broadsheet.Adapters.Tests.Channels.Email;

/// <summary>E-mail where there is no mail server: the same promises, kept by a folder.</summary>
public sealed class OutboxContractTests : ChannelContract
{
    protected override Task<IChannelUnderTest> MakeAsync() => Task.FromResult<IChannelUnderTest>(new Under());

    private sealed class Under : IChannelUnderTest
    {
        private readonly TempFolder folder = new();
        private readonly EmailChannel channel;

        public Under() => channel = Post.Channel(outbox: folder.At("outbox"));

        public IDeliveryChannel Channel => channel;

        public string Destination => """{ "to": ["lead@example.com"] }""";

        public string? Repeated => null;

        public (string Json, string Path) Wrong => ("""{ "to": ["lead@example.com"], "reply_to": "x" }""", "reply_to");

        public string? Connection => null;

        public IReadOnlyList<string> Secrets => [];

        public async Task<IReadOnlyList<string>> ArrivedAsync()
        {
            if (!Directory.Exists(folder.At("outbox"))) return [];
            return [.. await Task.WhenAll(Directory.GetFiles(folder.At("outbox")).Select(f => File.ReadAllTextAsync(f)))];
        }

        public void Refuse() => File.WriteAllText(folder.At("outbox"), "a file where the folder was");

        public ValueTask VanishAsync()
        {
            Refuse();
            return default;
        }

        public async ValueTask DisposeAsync()
        {
            await channel.DisposeAsync();
            folder.Dispose();
        }
    }
}
