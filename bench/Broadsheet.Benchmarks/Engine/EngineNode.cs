using Broadsheet.Server.Composition;
using Broadsheet.Server.Deliveries;
using Broadsheet.Server.Restores;
using Broadsheet.Server.Runs.Sharing;
using Broadsheet.Server.Schedules;
using Broadsheet.Server.Storage;
using Broadsheet.Server.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Broadsheet.Benchmarks.Engine;

/// <summary>A process of the measurement: a node that claims and records with the product's code and makes nothing.</summary>
internal static class EngineNode
{
    /// <summary>Clock, lease, claims, takes and ends are the product's; a run itself does nothing.</summary>
    public static async Task RunAsync(string connection)
    {
        var data = Directory.CreateTempSubdirectory("broadsheet-bench-");
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders().AddConsole().SetMinimumLevel(LogLevel.Warning);
        var services = builder.Services;
        services.AddSingleton<TimeProvider>(new Server.StoreTime(TimeProvider.System)).AddSingleton<Server.Clock>().AddSingleton<Wake>().AddSingleton<Pulse>().AddSingleton<RenderBell>().AddSingleton<Node>().AddSingleton<LeaseKeeper>().AddSingleton<RuleCache>();
        services.AddSingleton(new RenderFlights(TimeProvider.System, TimeSpan.FromMinutes(2))).AddSingleton(new ChannelCatalog([])).AddSingleton<OrphanedWork>();
        services.AddSingleton(_ => NpgsqlDataSource.Create(connection));
        services.AddSingleton(new Server.DataFolder(data.FullName)).AddSingleton<StoreMarker>().AddScoped<WatchRestore>();
        services.AddSingleton(_ => StorageSetup.Claims(connection));
        services.AddDbContext<AppDb, PostgresDb>((p, o) => StorageSetup.Over(o, p.GetRequiredService<NpgsqlDataSource>()));
        services.AddSingleton<FireOn>(p => db => new FireDueSlots(db, p.GetRequiredService<Server.Clock>(), p.GetRequiredService<RuleCache>(), p.GetRequiredService<ILogger<FireDueSlots>>()));
        services.AddSingleton<NoOpWorker>().AddSingleton<ReservePlaces>(p => p.GetRequiredService<NoOpWorker>().Reserve);
        services.AddHostedService(p => p.GetRequiredService<LeaseKeeper>()).AddHostedService<ListenForChanges>().AddHostedService<Clockwork>().AddHostedService(p => p.GetRequiredService<NoOpWorker>());
        using var host = builder.Build();
        await host.StartAsync();
        await host.Services.GetRequiredService<LeaseKeeper>().Registered;
        await WaitAsync();
        await host.StopAsync();
        data.Delete(recursive: true);
    }

    private static async Task WaitAsync()
    {
        Console.WriteLine("READY");
        while (await Console.In.ReadLineAsync() is not null) { }
    }
}
