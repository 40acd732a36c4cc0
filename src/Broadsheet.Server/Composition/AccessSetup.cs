using Broadsheet.Server.Audit;
using Broadsheet.Server.DataSources;
using Broadsheet.Server.Deliveries;
using Broadsheet.Server.Http;
using Broadsheet.Server.Http.App;
using Broadsheet.Server.People;
using Broadsheet.Server.People.Provider;
using Broadsheet.Server.Reports;
using Broadsheet.Server.Schedules;
using Broadsheet.Server.Storage;
using Broadsheet.Server.Workspaces;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Broadsheet.Server.Composition;

/// <summary>Who may come in, and the walls around every endpoint.</summary>
internal static class AccessSetup
{
    public static void AddAccess(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<LimitOptions>().Bind(configuration.GetSection("Broadsheet:Limits"))
            .Validate(o => o.IsValid, "Broadsheet:Limits: every limit must be above 0.").ValidateOnStart();
        services.AddSingleton(_ => FirstOperator(configuration.GetSection("Broadsheet:Bootstrap")));
        services.AddOptions<KestrelServerOptions>().Configure<IOptions<LimitOptions>>((kestrel, limits) =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = limits.Value.BodyBytes;
        });
        services.AddSingleton(p => new PublicAddress(Public(configuration["Broadsheet:PublicUrl"]), p.GetRequiredService<Microsoft.AspNetCore.Hosting.Server.IServer>()));
        services.ConfigureHttpJsonOptions(o => Wire.Configure(o.SerializerOptions));
        services.AddProblemDetails();
        services.AddExceptionHandler<ProblemBoundary>();
        services.AddSingleton<RequestWindows>();
        AddSecrets(services, configuration);
        AddSessions(services);
        services.AddProvider(configuration);
        AddOperations(services);
        services.AddTelemetry();
        services.AddApiDocument();
        services.AddSingleton<AppFiles>();
    }

    /// <summary>
    /// The pipeline before the endpoints. Headers, errors, who calls, how fast, whether at all, and once only: in this order.
    /// </summary>
    public static void UseAccess(this WebApplication app)
    {
        app.UseMiddleware<SecurityHeaders>();
        app.UseExceptionHandler();
        app.UseStatusCodePages(EmptyAnswer.FillAsync);
        app.UseRouting();
        app.UseMiddleware<Authenticate>();
        app.UseMiddleware<Throttle>();
        app.UseMiddleware<RequireActor>();
        app.UseMiddleware<KnownQuery>();
        app.UseMiddleware<Idempotency>();
    }

    public static void MapAccess(this IEndpointRouteBuilder routes)
    {
        routes.MapSession();
        routes.MapMembers();
        routes.MapInvitations();
        routes.MapProvider();
        routes.MapApiKeys();
        routes.MapWorkspaces();
        routes.MapAudit();
        routes.MapDataSources();
        routes.MapTelemetry();
        routes.MapApiDocument();
        routes.MapAppPages();
    }

    private static Uri? Public(string? setting)
    {
        var read = PublicAddress.Read(setting);
        return read.IsOk ? read.Value : throw new SettingsException(read.Problem.Summary);
    }

    private static BootstrapSettings FirstOperator(IConfigurationSection section)
    {
        var settings = BootstrapSettings.Read(section["Email"], section["Password"], section["ApiKey"]);
        return settings.IsOk ? settings.Value : throw new SettingsException(settings.Problem.Summary);
    }

    /// <summary>Those of the settings are known from the start; the others as they are used.</summary>
    private static void AddSecrets(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(_ =>
        {
            var known = new KnownSecrets();
            foreach (var key in new[] { "Broadsheet:Bootstrap:Password", "Broadsheet:Bootstrap:ApiKey", "Broadsheet:Mail:Password", "Broadsheet:Oidc:ClientSecret", "Broadsheet:Heartbeat:Url" })
                known.Note(configuration[key] ?? "");
            known.Note(StorePassword(configuration.GetConnectionString("Broadsheet")));
            return known;
        });
        services.Replace(ServiceDescriptor.Singleton<ILoggerFactory>(p => new DiscreetLogs(
            new LoggerFactory(p.GetServices<ILoggerProvider>(), p.GetRequiredService<IOptionsMonitor<LoggerFilterOptions>>(), p.GetRequiredService<IOptions<LoggerFactoryOptions>>(), p.GetService<IExternalScopeProvider>()),
            p.GetRequiredService<KnownSecrets>())));
    }

    private static string StorePassword(string? connection)
    {
        try
        {
            var store = new System.Data.Common.DbConnectionStringBuilder { ConnectionString = connection };
            return store.TryGetValue("Password", out var password) || store.TryGetValue("PWD", out password) ? password.ToString()! : "";
        }
        catch (ArgumentException)
        {
            // The store says what is wrong with it when it is opened.
            return "";
        }
    }

    private static void AddSessions(IServiceCollection services)
    {
        services.AddAuthentication(Sessions.Scheme).AddCookie(Sessions.Scheme, cookie =>
        {
            cookie.Cookie.Name = Names.SessionCookie;
            cookie.Cookie.HttpOnly = true;
            cookie.Cookie.SameSite = SameSiteMode.Lax;
            cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            cookie.ExpireTimeSpan = Sessions.Lifetime.ToTimeSpan();
            cookie.SlidingExpiration = true;
        });
        services.AddAntiforgery(forgery =>
        {
            forgery.HeaderName = Names.CsrfHeader;
            forgery.Cookie.Name = Names.CsrfCookie;
            forgery.Cookie.SameSite = SameSiteMode.Strict;
            forgery.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            forgery.SuppressXFrameOptionsHeader = true;
            forgery.SuppressReadingTokenFromFormBody = true;
        });
    }

    private static void AddOperations(IServiceCollection services)
    {
        services.TryAddScoped<AuditLog>();
        services.AddSingleton<IdempotencyKeys>();
        services.AddSingleton<Passwords>();
        services.AddSingleton<KeyCache>();
        services.AddSingleton<KeyUses>();
        services.AddHostedService(provider => provider.GetRequiredService<KeyUses>());
        services.AddPeople();
        services.AddWorkspaces();
        services.AddAudit();
        services.AddDataSources();
        services.AddScoped<ReportsReading>(p => new FindReportsReading(p.GetRequiredService<AppDb>()).RunAsync);
        services.AddScoped<GiveSchedules>().AddScoped<FindImpact>().AddScoped<MailLetter>();
        services.AddScoped<TouchedSchedules>(p => p.GetRequiredService<FindImpact>().TouchedAsync);
        services.AddScoped<HandOver>(p => p.GetRequiredService<GiveSchedules>().HandOverAsync);
        services.AddScoped<SendLetter>(p => p.GetRequiredService<MailLetter>().RunAsync);
        services.AddScoped<SchedulesOwnedBy>(p => new FindOwnedSchedules(p.GetRequiredService<AppDb>()).RunAsync);
    }
}
