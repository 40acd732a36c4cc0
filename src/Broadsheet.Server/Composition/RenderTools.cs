using System.Text.Json.Nodes;
using Broadsheet.Core;
using Broadsheet.Core.Ports;
using Broadsheet.Server.Demo;
using Broadsheet.Server.Reports.Rendering;

namespace Broadsheet.Server.Composition;

/// <summary>What rendering needs without a server: the same adapters, no store. What runs here reaches what the person who runs it may.</summary>
internal sealed class RenderTools : IDisposable
{
    private readonly ServiceProvider services;

    public RenderTools()
    {
        var configuration = new ConfigurationBuilder().AddEnvironmentVariables().Build();
        var collection = new ServiceCollection();
        collection.AddSingleton(TimeProvider.System);
        collection.AddSingleton<Clock>();
        collection.AddSingleton<RenderReport>();
        collection.AddRenderAdapters(configuration);
        services = collection.BuildServiceProvider();
    }

    public Clock Clock => services.GetRequiredService<Clock>();

    public IDocumentReader Reader => services.GetRequiredService<IDocumentReader>();

    public RenderReport Render => services.GetRequiredService<RenderReport>();

    /// <summary>A source named on the command line, or the demo's.</summary>
    public async Task<Result<OpenSource>> OpenAsync(string name, IReadOnlyDictionary<string, (string Type, JsonObject Settings)> given, CancellationToken ct)
    {
        if (!given.TryGetValue(name, out var source))
        {
            if (name != FillDemo.SourceName)
                return new Problem.Invalid("--source", "unknown-source", $"The report reads the data source “{name}”: add --source {name}=/path/to/file.sqlite or --source {name}=postgres://user@host/database.");
            source = ("sqlite", new JsonObject { ["path"] = await DemoAsync(ct) });
        }

        var adapter = services.GetServices<IDataSource>().Single(a => a.Type == source.Type);
        return SettingValues.Parse(adapter.Settings, source.Settings).Select(settings => new OpenSource((options, token) => adapter.OpenAsync(settings, options, token)));
    }

    public void Dispose() => services.Dispose();

    /// <summary>Today's demo data, kept with the temporary files.</summary>
    private async Task<string> DemoAsync(CancellationToken ct)
    {
        var today = Clock.Now.InUtc().Date;
        var path = Path.Combine(Path.GetTempPath(), $"broadsheet-demo-{Environment.UserName}-{NodaTime.Text.LocalDatePattern.Iso.Format(today)}.sqlite");
        if (!File.Exists(path)) await DemoDatabase.CreateAsync(path, today, ct);
        return path;
    }
}
