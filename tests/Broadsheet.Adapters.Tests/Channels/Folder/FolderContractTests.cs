using Broadsheet.Adapters.Channels.Folder;
using Broadsheet.Core.Ports;

namespace Broadsheet.Adapters.Tests.Channels.Folder;

public sealed class FolderContractTests : ChannelContract
{
    protected override Task<IChannelUnderTest> MakeAsync() => Task.FromResult<IChannelUnderTest>(new Under());

    private sealed class Under : IChannelUnderTest
    {
        private readonly TempFolder folder = new();

        public Under()
        {
            Directory.CreateDirectory(folder.At("exports"));
            Channel = new FolderChannel([new FolderRoot("exports", folder.At("exports")), new FolderRoot("other", folder.At("other"))]);
        }

        public IDeliveryChannel Channel { get; }

        public string Destination => """{ "folder": "exports", "path": "weekly/{{report_type}}" }""";

        public string? Repeated => null;

        public (string Json, string Path) Wrong => ("""{ "folder": "exports", "path": "../up" }""", "path");

        public string? Connection => null;

        public IReadOnlyList<string> Secrets => [folder.Path];

        public async Task<IReadOnlyList<string>> ArrivedAsync()
        {
            if (!Directory.Exists(folder.At("exports"))) return [];
            var files = Directory.GetFiles(folder.At("exports"), "*", SearchOption.AllDirectories);
            return [.. await Task.WhenAll(files.Select(async f => f + "\n" + await File.ReadAllTextAsync(f)))];
        }

        public void Refuse()
        {
            Directory.Delete(folder.At("exports"), recursive: true);
            File.WriteAllText(folder.At("exports"), "a file where the folder was");
        }

        public ValueTask VanishAsync()
        {
            Directory.Delete(folder.At("exports"), recursive: true);
            return default;
        }

        public ValueTask DisposeAsync()
        {
            folder.Dispose();
            return default;
        }
    }
}
