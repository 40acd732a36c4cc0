using Broadsheet.Server.Connections;
using Broadsheet.Server.Deliveries;
using Broadsheet.Server.Notifications;
using Broadsheet.Server.Schedules;

namespace Broadsheet.Server.Composition;

/// <summary>What deliveries leave by, and what they leave in the inbox.</summary>
internal static class ConnectionSetup
{
    public static void AddConnections(this IServiceCollection services)
    {
        services.AddSingleton<ConnectionTypes>().AddSingleton<ConnectionSecrets>().AddSingleton<DestinationSecrets>();
        services.AddScoped<ConnectionStore>().AddScoped<ConnectionCatalog>().AddScoped<ListConnections>().AddScoped<CreateConnection>().AddScoped<EditConnection>()
            .AddScoped<DeleteConnection>().AddScoped<TestConnection>().AddScoped<Destinations>();
        services.AddScoped<FindSchedulesUsing>().AddScoped<SchedulesUsing>(p => p.GetRequiredService<FindSchedulesUsing>().RunAsync);
        services.AddScoped<ReadNotifications>().AddScoped<MarkRead>();
    }
}
