using Broadsheet.Adapters.Channels.Email;
using Broadsheet.Core.Ports;

namespace Broadsheet.Adapters.Tests.Channels.Email;

public sealed class EmailContractTests : ChannelContract
{
    protected override Task<IChannelUnderTest> MakeAsync() => Task.FromResult<IChannelUnderTest>(new Under());

    private sealed class Under : IChannelUnderTest
    {
        private const string Password = "hunter2-very-secret";
        private readonly FakeMailServer server = new("PIPELINING", "SIZE 100000000", "SMTPUTF8", "8BITMIME", "AUTH PLAIN LOGIN");
        private readonly EmailChannel channel = Post.Channel();

        public IDeliveryChannel Channel => channel;

        public string Destination => """{ "to": ["lead@example.com"], "subject": "Quality, {{period}}" }""";

        public string? Repeated => """{ "to": ["lead@example.com", "Lead@EXAMPLE.com"], "cc": ["lead@example.com"] }""";

        public (string Json, string Path) Wrong => ("""{ "to": ["lead@example.com", "a@example.com,b@example.com"] }""", "to[1]");

        public string? Connection => $$"""
            { "host": "127.0.0.1", "port": {{server.Port}}, "security": "none", "user": "reports", "password": "{{Password}}", "from": "Reports <reports@example.com>" }
            """;

        public IReadOnlyList<string> Secrets => [Password, "AHJlcG9ydHMAaHVudGVyMi12ZXJ5LXNlY3JldA=="];

        public Task<IReadOnlyList<string>> ArrivedAsync() => Task.FromResult<IReadOnlyList<string>>(
            [.. server.Mails.Select(m => $"{m.From}\n{string.Join(',', m.To)}\n{m.Header("Message-ID")}\n{m.Header("Subject")}")]);

        public void Refuse() => server.Answer = c => c.StartsWith("AUTH", StringComparison.Ordinal) ? $"535 5.7.8 bad: {c} {Password}" : null;

        public ValueTask VanishAsync() => server.DisposeAsync();

        public async ValueTask DisposeAsync()
        {
            await channel.DisposeAsync();
            await server.DisposeAsync();
        }
    }
}
