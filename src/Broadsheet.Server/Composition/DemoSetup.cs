using Broadsheet.Server.Demo;

namespace Broadsheet.Server.Composition;

/// <summary>The demo: on SQLite unless switched off, on PostgreSQL only when asked for.</summary>
internal static class DemoSetup
{
    public static void AddDemo(this IServiceCollection services, IConfiguration configuration)
    {
        var shared = configuration.GetConnectionString("Broadsheet") is { Length: > 0 };
        services.AddSingleton(new DemoSettings(configuration.GetValue<bool?>("Broadsheet:Demo") ?? !shared));
        services.AddSingleton<DemoFiles>();
        services.AddHostedService(p => p.GetRequiredService<DemoFiles>());
        services.AddScoped<FillDemo>();
    }
}
