using Broadsheet.Server.Calendars;
using Broadsheet.Server.Connections;
using Broadsheet.Server.Deliveries;
using Broadsheet.Server.Events;
using Broadsheet.Server.Notifications;
using Broadsheet.Server.Schedules;
using Broadsheet.Server.Recipients;
using Broadsheet.Server.Restores;

namespace Broadsheet.Server.Composition;

/// <summary>Puts the server together: what it is made of, and what it answers.</summary>
internal static class Web
{
    private const string DefaultUrl = "http://127.0.0.1:5080";

    /// <summary>
    /// Settings are read once, at the start. To see a change of their files the framework would watch every folder below the working
    /// directory: more work than all the rest of a start where those are thousands.
    /// </summary>
    public static WebApplicationBuilder NewBuilder(params string[] args) => WebApplication.CreateBuilder(["--hostBuilder:reloadConfigOnChange=false", .. args]);

    public static void AddBroadsheet(this WebApplicationBuilder builder)
    {
        builder.AddLogLevels();
        var folder = new DataFolder(builder.Configuration["Broadsheet:Data"] is { Length: > 0 } data ? data : "./data");
        if (string.IsNullOrEmpty(builder.Configuration["urls"]) && string.IsNullOrEmpty(builder.Configuration["Kestrel:Endpoints:Http:Url"]))
            builder.WebHost.UseUrls(DefaultUrl);
        builder.Services.AddStorage(builder.Configuration, folder);
        builder.Services.AddAccess(builder.Configuration);
        builder.Services.AddAdapters(builder.Configuration);
        builder.Services.AddCalendars();
        builder.Services.AddConnections(builder.Configuration);
        builder.Services.AddScoped<FollowChanges>().AddScoped<ListChannels>().AddScoped<SummarizeSchedules>().AddScoped<ReadScheduleChanges>();
        builder.Services.AddWork(builder.Configuration);
        builder.Services.AddRestores();
        builder.Services.AddDemo(builder.Configuration);
    }

    /// <summary>Quiet about what works; the configuration's Logging section says more or less where somebody wants it.</summary>
    private static void AddLogLevels(this WebApplicationBuilder builder)
    {
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Information);
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);

        // What a statement that failed means is said by whoever asked for it.
        builder.Logging.AddFilter("Microsoft.EntityFrameworkCore.Database", LogLevel.None);
        builder.Logging.AddFilter("Microsoft.EntityFrameworkCore.Update", LogLevel.None);
    }

    public static void UseBroadsheet(this WebApplication app)
    {
        app.UseAccess();
        app.UseWork();
        app.MapAccess();
        app.MapCalendars();
        app.MapConnections();
        app.MapNotifications();
        app.MapRecipients();
        app.MapRecipientPages();
        app.MapLinkPages();
        app.MapEvents();
        app.MapChannels();
        app.MapWork();
        app.MapServer();
    }
}
