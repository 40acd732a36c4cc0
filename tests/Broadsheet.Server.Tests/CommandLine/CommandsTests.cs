using Broadsheet.Server.CommandLine;
using Broadsheet.Server.Composition;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace Broadsheet.Server.Tests.CommandLine;

public sealed class CommandsTests
{
    [Theory]
    [InlineData(true, "render", "report.md")]
    [InlineData(true, "rotate-secrets")]
    [InlineData(true, "store", "restored")]
    [InlineData(true, "--help")]
    [InlineData(true, "-h")]
    [InlineData(true, "--version")]
    [InlineData(true, "rendre", "report.md")]
    [InlineData(false)]
    [InlineData(false, "--urls", "http://127.0.0.1:5090")]
    [InlineData(false, "--Broadsheet:Data=/srv/broadsheet")]
    [InlineData(false, "/Broadsheet:Demo=false")]
    [InlineData(false, "Broadsheet:Demo=false")]
    public void Words_are_a_command_and_settings_start_the_server(bool command, params string[] args) => Assert.Equal(command, Commands.AskedBy(args));

    [Fact]
    public async Task Help_names_every_command_and_is_0()
    {
        var (code, output, error) = await RunAsync("--help");
        Assert.Equal((0, ""), (code, error));
        foreach (var word in new[] { "render", "rotate-secrets", "store", "Without a command it serves" }) Assert.Contains(word, output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rendre", "rendre")]
    [InlineData("store resume", "--missed")]
    [InlineData("render", "render")]
    public async Task What_is_no_command_is_2_and_named(string words, string named)
    {
        var (code, _, error) = await RunAsync(words.Split(' '));
        Assert.Equal(Commands.NotValid, code);
        Assert.Contains(named, error, StringComparison.Ordinal);
    }

    /// <summary>A watch reaches every folder below the working directory, which may be a source tree with all that npm put there.</summary>
    [Fact]
    public void No_settings_file_is_watched()
    {
        var files = Web.NewBuilder().Configuration.Sources.OfType<FileConfigurationSource>().ToList();
        Assert.NotEmpty(files);
        Assert.All(files, f => Assert.False(f.ReloadOnChange));
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(params string[] args)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var code = await Commands.RunAsync(args, output, error);
        return (code, output.ToString(), error.ToString());
    }
}
