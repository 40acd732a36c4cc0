using System.Diagnostics;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;
using System.Text.Json;
using Broadsheet.Testing;
using Xunit;

namespace Broadsheet.Server.Tests;

/// <summary>What the build of the server promises beyond that it compiles.</summary>
public sealed class BuildTests
{
    private const string Project = "src/Broadsheet.Server";

    private static bool Precompiles => OperatingSystem.IsLinux() && RuntimeInformation.OSArchitecture == System.Runtime.InteropServices.Architecture.X64;

    [Theory]
    [InlineData("Broadsheet.Server")]
    [InlineData("Broadsheet.Core")]
    [InlineData("Broadsheet.Adapters")]
    [InlineData("Microsoft.EntityFrameworkCore")]
    [InlineData("Npgsql")]
    [InlineData("NodaTime")]
    public void What_runs_at_every_start_is_compiled_ahead_of_time(string assembly)
    {
        Assert.SkipUnless(Precompiles, "The build compiles ahead of time on Linux x64 only.");
        using var file = File.OpenRead(Repository.File($"{Project}/bin/Release/net10.0/{assembly}.dll"));
        using var reader = new PEReader(file);
        Assert.True(reader.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory.Size > 0, $"{assembly} has only IL: every start waits for the just-in-time compiler.");
    }

    /// <summary>The SDK's compiler and ours must not both be asked for: NuGet then refuses to publish.</summary>
    [Fact]
    public async Task Publishing_asks_for_each_package_once()
    {
        var start = new ProcessStartInfo("dotnet", ["msbuild", Project, "-t:CollectPackageDownloads", "-p:_IsPublishing=true", "-p:Configuration=Release", "-getItem:PackageDownload"])
        {
            WorkingDirectory = Repository.Root, RedirectStandardOutput = true, UseShellExecute = false,
        };
        using var process = Process.Start(start)!;
        var text = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        using var answer = JsonDocument.Parse(text[text.IndexOf('{', StringComparison.Ordinal)..]);
        var asked = answer.RootElement.GetProperty("Items").GetProperty("PackageDownload").EnumerateArray().Select(i => i.GetProperty("Identity").GetString()!).ToList();
        Assert.Equal(asked.Distinct(StringComparer.OrdinalIgnoreCase), asked);
        if (Precompiles) Assert.Contains(asked, a => a.Contains("Crossgen2", StringComparison.OrdinalIgnoreCase));
    }
}
