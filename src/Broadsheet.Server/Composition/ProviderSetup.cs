using Broadsheet.Adapters.Net;
using Broadsheet.Server.Http;
using Broadsheet.Server.People;
using Broadsheet.Server.People.Provider;

namespace Broadsheet.Server.Composition;

/// <summary>Sign-in by an OpenID Connect provider, where the section "Broadsheet:Oidc" names one. It is reached by the guarded way out.</summary>
internal static class ProviderSetup
{
    private const int LargestAnswer = 1024 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan SignInMayTake = TimeSpan.FromMinutes(15);

    public static void AddProvider(this IServiceCollection services, IConfiguration configuration)
    {
        var read = ProviderSettings.Read(configuration.GetSection("Broadsheet:Oidc"));
        if (!read.IsOk) throw new SettingsException(read.Problem.Summary);
        if (read.Value is not { } settings) return;
        services.AddSingleton(settings);
        services.AddSingleton(p => new ProviderMetadata(settings, new ProviderDocuments(Client(p)), p.GetRequiredService<TimeProvider>()));
        services.AddSingleton(p => new IdentityToken(settings, p.GetRequiredService<ProviderMetadata>(), p.GetRequiredService<TimeProvider>()));
        services.AddScoped<GrantByProvider>().AddScoped<SignInByProvider>();
        services.AddAuthentication().AddOAuth<ProviderOptions, ProviderHandler>(ProviderOptions.Scheme, _ => { });
        services.AddOptions<ProviderOptions>(ProviderOptions.Scheme).Configure<IServiceProvider>((options, provider) => Configure(options, settings, provider, configuration));
    }

    private static void Configure(ProviderOptions options, ProviderSettings settings, IServiceProvider provider, IConfiguration configuration)
    {
        options.ClientId = settings.ClientId;
        options.ClientSecret = settings.ClientSecret;

        // The metadata say where, at the first sign-in.
        options.AuthorizationEndpoint = settings.Issuer;
        options.TokenEndpoint = settings.Issuer;
        options.CallbackPath = ProviderOptions.Callback;
        options.PublicUrl = PublicAddress.Read(configuration["Broadsheet:PublicUrl"]).Value;
        options.UsePkce = true;
        options.SaveTokens = false;
        options.SignInScheme = Sessions.Scheme;
        options.TimeProvider = provider.GetRequiredService<TimeProvider>();
        options.RemoteAuthenticationTimeout = SignInMayTake;
        options.Backchannel = Client(provider);
        options.CorrelationCookie.Name = "broadsheet.signin.";
        options.CorrelationCookie.HttpOnly = true;
        options.CorrelationCookie.SameSite = SameSiteMode.Lax;
        options.CorrelationCookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.Scope.Clear();
        foreach (var scope in settings.Scopes.Prepend("profile").Prepend("email").Prepend("openid").Distinct()) options.Scope.Add(scope);
        options.Events.OnTicketReceived = ProviderEndpoints.ReceivedAsync;
        options.Events.OnRemoteFailure = ProviderEndpoints.FailedAsync;
    }

    private static HttpClient Client(IServiceProvider provider)
    {
        var client = provider.GetRequiredService<OutboundHttp>().NewClient();
        client.Timeout = Patience;
        client.MaxResponseContentBufferSize = LargestAnswer;
        return client;
    }
}
