using Broadsheet.Server.Restores;

namespace Broadsheet.Server.Composition;

/// <summary>A store that came back from a backup waits for a person.</summary>
internal static class RestoreSetup
{
    public static void AddRestores(this IServiceCollection services) =>
        services.AddSingleton<StoreMarker>().AddScoped<WatchRestore>().AddScoped<ReadServer>().AddScoped<ResumeStore>();
}
