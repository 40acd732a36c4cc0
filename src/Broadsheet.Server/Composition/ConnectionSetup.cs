using Broadsheet.Server.Connections;
using Broadsheet.Server.Deliveries;
using Broadsheet.Server.Notifications;
using Broadsheet.Server.Recipients;
using Broadsheet.Server.Schedules;
using Broadsheet.Server.Worker;

namespace Broadsheet.Server.Composition;

/// <summary>What deliveries leave by, and what they leave in the inbox.</summary>
internal static class ConnectionSetup
{
    public static void AddConnections(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<ConnectionTypes>().AddSingleton<ConnectionSecrets>().AddSingleton<DestinationSecrets>();
        services.AddScoped<ConnectionStore>().AddScoped<ConnectionCatalog>().AddScoped<ListConnections>().AddScoped<CreateConnection>().AddScoped<EditConnection>()
            .AddScoped<DeleteConnection>().AddScoped<TestConnection>().AddScoped<Destinations>();
        services.AddScoped<FindSchedulesUsing>().AddScoped<SchedulesUsing>(p => p.GetRequiredService<FindSchedulesUsing>().RunAsync);
        AddNotifications(services, configuration);
        services.AddSingleton<RecipientLinks>();
        services.AddScoped<RecipientRules>().AddScoped<AskForApproval>().AddScoped<RecipientGate>().AddScoped<DecideApproval>().AddScoped<ListRecipients>()
            .AddScoped<SaveDeliverySettings>().AddScoped<ChooseAsRecipient>().AddScoped<OpenLink>();
    }

    private static void AddNotifications(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(new DeploymentMail(configuration["Broadsheet:Mail:Host"] is { Length: > 0 }));
        services.AddSingleton<NoticeRows>();
        services.AddSingleton<WorkToSend>(p => p.GetRequiredService<WorkspacePump>().Start);
        services.AddScoped<ReadNotifications>().AddScoped<MarkRead>().AddScoped<NoticeRoutes>().AddScoped<ReadNotificationSettings>().AddScoped<SaveNotificationSettings>()
            .AddScoped<TestNotification>().AddScoped<TellPeople>().AddScoped<TellOfRun>().AddScoped<TellOfSchedule>().AddScoped<SendDigests>();
    }
}
