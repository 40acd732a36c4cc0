using Broadsheet.Adapters.Channels.Folder;
using Broadsheet.Core;
using Broadsheet.Core.Deliveries;
using Xunit;

namespace Broadsheet.Adapters.Tests.Channels.Folder;

public sealed class FolderChannelTests : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly FolderChannel channel;

    public FolderChannelTests()
    {
        Directory.CreateDirectory(folder.At("exports"));
        channel = new FolderChannel([new FolderRoot("exports", folder.At("exports"))]);
    }

    [Theory]
    [InlineData("..")]
    [InlineData("a/../b")]
    [InlineData("a/../../b")]
    [InlineData("/etc")]
    [InlineData("~/x/.ssh")]
    [InlineData(".hidden")]
    [InlineData("a\\b")]
    [InlineData("C:/x")]
    [InlineData("a/NUL")]
    [InlineData("a/con.txt")]
    [InlineData("trailing./x")]
    public void A_path_that_could_leave_the_folder_is_refused(string path) => Assert.IsType<Problem.Invalid>(
        channel.Recipients(Some.Values(channel.Destination, $$"""{ "path": {{System.Text.Json.JsonSerializer.Serialize(path)}} }""")).Problem);

    [Fact]
    public void A_folder_that_is_not_allowed_is_named_with_the_nearest()
    {
        var problem = channel.Recipients(Some.Values(channel.Destination, """{ "folder": "export" }""")).Problem;
        Assert.Equal("exports", Assert.IsType<Problem.Invalid>(problem).Errors[0].Suggestion);
    }

    [Fact]
    public async Task Facts_fill_the_path_harmlessly()
    {
        var message = Message("{{report_type}}/{{scheduled_for}}", Some.File("a.csv", "1"));
        message.Facts["report_type"] = "../../etc";
        Assert.IsType<DeliveryOutcome.Sent>(await channel.SendAsync(message, TestContext.Current.CancellationToken));
        Assert.True(File.Exists(folder.At("exports/-..-etc/2026-11-23T08-00-00Z/a.csv")));
    }

    [Fact]
    public async Task Several_files_arrive_and_replace_those_of_an_earlier_attempt()
    {
        await File.WriteAllTextAsync(folder.At("exports/a.csv"), "old", TestContext.Current.CancellationToken);
        Assert.IsType<DeliveryOutcome.Sent>(await channel.SendAsync(Message("", Some.File("a.csv", "new"), Some.File("b.csv", "2")), TestContext.Current.CancellationToken));
        Assert.Equal(["a.csv", "b.csv"], Names());
        Assert.Equal("new", await File.ReadAllTextAsync(folder.At("exports/a.csv"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task When_one_of_several_can_not_be_read_none_appears()
    {
        var broken = Some.File("b.csv", "2") with { Length = 3 };
        Assert.IsType<DeliveryOutcome.Failed>(await channel.SendAsync(Message("", Some.File("a.csv", "1"), broken), TestContext.Current.CancellationToken));
        Assert.Empty(Names());
    }

    [Theory]
    [InlineData("../a.csv")]
    [InlineData("a/b.csv")]
    [InlineData(".a.csv")]
    [InlineData("a\r\nb.csv")]
    [InlineData("")]
    public async Task A_file_name_that_is_a_path_is_refused(string name)
    {
        Assert.IsType<DeliveryOutcome.Rejected>(await channel.SendAsync(Message("", Some.File(name, "1")), TestContext.Current.CancellationToken));
        Assert.Empty(Names());
    }

    [Fact]
    public async Task A_link_on_the_way_is_not_followed()
    {
        Directory.CreateDirectory(folder.At("outside"));
        Directory.CreateSymbolicLink(folder.At("exports/link"), folder.At("outside"));
        var outcome = await channel.SendAsync(Message("link", Some.File("a.csv", "1")), TestContext.Current.CancellationToken);
        Assert.Contains("link", Assert.IsType<DeliveryOutcome.Rejected>(outcome).Why);
        Assert.Empty(Directory.GetFiles(folder.At("outside")));
    }

    [Fact]
    public async Task A_link_in_the_place_of_a_file_is_replaced_and_not_written_through()
    {
        await File.WriteAllTextAsync(folder.At("victim"), "untouched", TestContext.Current.CancellationToken);
        File.CreateSymbolicLink(folder.At("exports/a.csv"), folder.At("victim"));
        Assert.IsType<DeliveryOutcome.Sent>(await channel.SendAsync(Message("", Some.File("a.csv", "1")), TestContext.Current.CancellationToken));
        Assert.Equal("untouched", await File.ReadAllTextAsync(folder.At("victim"), TestContext.Current.CancellationToken));
        Assert.Equal("1", await File.ReadAllTextAsync(folder.At("exports/a.csv"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Without_allowed_folders_the_remedy_names_the_setting() => Assert.Contains(
        "Broadsheet__Folders__", new FolderChannel([]).Recipients(Some.Values(new FolderChannel([]).Destination, """{ "folder": "x" }""")).Problem!.Summary);

    public void Dispose() => folder.Dispose();

    private Outgoing Message(string path, params Attachment[] files) => Some.Message(
        Some.Values(channel.Destination, $$"""{ "path": "{{path}}" }"""), "exports") with { Attachments = files };

    private IEnumerable<string?> Names() => Directory.GetFileSystemEntries(folder.At("exports")).Select(Path.GetFileName).Order();
}
